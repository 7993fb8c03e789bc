import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nodeCounts, playwrightCounts, vitestCounts } from './reports.mjs'
import { totalsOf } from './summary.mjs'

test('the totals add up the counts of all runners', () => {
  const results = [
    { ok: true },
    { ok: true, passed: 10, failed: 0, skipped: 0 },
    { ok: true, passed: 5, failed: 0, skipped: 2 },
  ]
  assert.equal(totalsOf(results), '15 passed, 0 failed, 2 skipped')
  assert.equal(totalsOf(results.slice(0, 2)), '10 passed, 0 failed')
})

test('a step that failed without a failed test counts as one failed', () => {
  assert.equal(totalsOf([{ ok: false }]), '0 passed, 1 failed')
  assert.equal(totalsOf([{ ok: false, passed: 3, failed: 0, skipped: 0 }]), '3 passed, 1 failed')
  assert.equal(totalsOf([{ ok: false, passed: 3, failed: 2, skipped: 0 }]), '3 passed, 2 failed')
})

test('a test file of Vitest that could not be loaded counts as failed', () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'failed' }, { status: 'passed' }],
  }
  assert.deepEqual(vitestCounts(report), { passed: 4, failed: 1, skipped: 2 })
})

test('a Playwright run that failed before its tests counts as failed', () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
  assert.equal(playwrightCounts({ stats, errors: [{ message: 'no config' }] }).failed, 1)
  assert.deepEqual(playwrightCounts({ stats: { ...stats, expected: 2, flaky: 1 }, errors: [] }), {
    passed: 3,
    failed: 0,
    skipped: 0,
  })
})

test("the summary of Node's runner is read", () => {
  const text = '# tests 9\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n'
  assert.deepEqual(nodeCounts(text), { passed: 5, failed: 2, skipped: 2 })
})
