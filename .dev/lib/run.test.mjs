import assert from 'node:assert/strict'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'

const node = (code, options) => run(process.execPath, ['-e', code], { limitMs: 20_000, ...options })

test('a program that ends well is ok, and its output is kept', async () => {
  const result = await node('console.log("out"); console.error("err")')
  assert.equal(result.ok, true)
  assert.equal(result.stdout, 'out\n')
  assert.match(result.output, /err/)
})

test('a failing, a missing and a killed program say why', async () => {
  assert.equal((await node('process.exit(3)')).why, 'it ended with code 3')
  assert.match((await run('no-such-program', [], { limitMs: 5000 })).why, /could not be started/)
  assert.equal((await node('process.kill(process.pid, "SIGKILL")')).why, 'it was ended by SIGKILL')
})

test('a program that takes too long is ended together with its children', async () => {
  const code = `
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    console.log(child.pid)
    setInterval(() => {}, 1000)`
  const result = await node(code, { limitMs: 1500 })
  assert.match(result.why, /took longer than 1.5 s/)
  const pid = Number(result.stdout)
  assert.ok(pid > 0)
  await assert.doesNotReject(waitUntil(() => !isAlive(pid)))
})

test('a program that does not let itself be ended is killed', async () => {
  const code = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000)'
  assert.match((await node(code, { limitMs: 1000, graceMs: 200 })).why, /took longer than 1 s/)
})

const foreground = (code) => {
  const url = pathToFileURL(inRoot('.dev/lib/foreground.mjs')).href
  const script = `import { runForeground } from ${JSON.stringify(url)}
    await runForeground(process.execPath, ['-e', ${JSON.stringify(code)}])`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })
}

test('a command ends with the exit code of the program it runs', async () => {
  const [code] = await once(foreground('process.exit(7)'), 'exit')
  assert.equal(code, 7)
})

test('a program ended by a signal is told as the shell tells it', async () => {
  const [code] = await once(foreground('process.kill(process.pid, "SIGKILL")'), 'exit')
  assert.equal(code, 128 + 9)
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
  test(`${signal} is passed on, once, and the program may end cleanly`, async () => {
    const child = foreground(`
      let count = 0
      process.on('${signal}', () => { count += 1; setTimeout(() => process.exit(count), 300) })
      setInterval(() => {}, 1000)
      console.log('ready')`)
    await once(child.stdout, 'data')
    child.kill(signal)
    const [code] = await once(child, 'exit')
    assert.equal(code, 1)
  })

test('input, output and errors of the program are those of the command', async () => {
  const child = foreground('process.stdin.pipe(process.stdout)')
  child.stdin.end('秘密\n')
  const chunks = await child.stdout.toArray()
  assert.equal(Buffer.concat(chunks).toString(), '秘密\n')
})

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    assert.equal(error.code, 'ESRCH')
    return false
  }
}

async function waitUntil(condition, limitMs = 5000) {
  const endMs = performance.now() + limitMs
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
