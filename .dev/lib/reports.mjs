import { existsSync, readFileSync } from 'node:fs'

/**
 * How each test runner is told to write its results, and how they are read.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @returns {Counts} of Vitest's JSON report; a file that could not be loaded counts as failed */
export const vitestCounts = (report) => ({
  passed: report.numPassedTests,
  failed: Math.max(
    report.numFailedTests,
    report.testResults.filter(({ status }) => status === 'failed').length,
  ),
  skipped: report.numPendingTests + report.numTodoTests,
})

/** @returns {Counts} of Playwright's JSON report; one that passed when repeated has passed */
export const playwrightCounts = ({ stats, errors }) => ({
  passed: stats.expected + stats.flaky,
  failed: Math.max(stats.unexpected, Math.min(errors.length, 1)),
  skipped: stats.skipped,
})

/** @returns {Counts} of the summary that Node's own runner ends its TAP report with */
export function nodeCounts(text) {
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  }
}

/** @returns {Counts | undefined} `undefined`: the runner ended before it wrote anything */
export function readCounts(path, countsOf) {
  if (!existsSync(path)) return undefined
  const text = readFileSync(path, 'utf8')
  return countsOf === nodeCounts ? nodeCounts(text) : countsOf(JSON.parse(text))
}
