import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { after, before, test } from 'node:test'
import { hashOf } from './hash.mjs'
import { withLock } from './lock.mjs'
import { ROOT, inRoot } from './paths.mjs'
import { readStamp, updateStamp } from './stamp.mjs'

let folder
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('a stamp that is missing or broken means that nothing was done', () => {
  const path = join(folder, 'stamp.json')
  assert.deepEqual(readStamp(path), {})
  for (const broken of ['', '{"lock":', '[]', 'null', '7']) {
    writeFileSync(path, broken)
    assert.deepEqual(readStamp(path), {})
  }
})

test('a stamp keeps what other steps wrote, and forgets what is undefined', () => {
  const path = join(folder, 'deep/stamp.json')
  updateStamp(path, { lock: 'a', clients: 'b' })
  updateStamp(path, { clients: 'c' })
  assert.deepEqual(readStamp(path), { lock: 'a', clients: 'c' })
  updateStamp(path, { lock: undefined })
  assert.deepEqual(readStamp(path), { clients: 'c' })
})

test('the hash changes with contents, names and presence, and with nothing else', () => {
  const source = join(folder, 'source')
  mkdirSync(source)
  const hash = () => hashOf([relative(ROOT, source)], (path) => !path.endsWith('.test.ts'))
  const seen = new Set([hash()])
  const changes = (path, content) => {
    writeFileSync(join(source, path), content)
    const now = hash()
    const isNew = !seen.has(now)
    seen.add(now)
    return isNew
  }
  assert.equal(changes('a.ts', '1'), true)
  assert.equal(changes('a.ts', '2'), true)
  assert.equal(changes('b.ts', '2'), true)
  assert.equal(changes('b.ts', '2'), false)
  assert.equal(changes('a.test.ts', '1'), false)
  rmSync(join(source, 'b.ts'))
  assert.equal(seen.has(hash()), true)
})

test('two holders of a lock take turns', async () => {
  const order = []
  const hold = (name) =>
    withLock('state-test', async () => {
      order.push(`${name} in`)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(`${name} out`)
    })
  await Promise.all([hold('a'), hold('b')])
  assert.deepEqual(order, ['a in', 'a out', 'b in', 'b out'])
})

test('a lock is given back when the work fails', async () => {
  await assert.rejects(
    withLock('state-test', () => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.equal(existsSync(inRoot('.cache/state-test.lock')), false)
})

test('the lock of a killed process is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const path = inRoot('.cache/state-test.lock')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, String(pid))
  assert.equal(await withLock('state-test', async () => 'done'), 'done')
})
