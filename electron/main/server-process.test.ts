import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ServerState } from '../ipc-contract.ts'
import type { DataKeys } from './data-key.ts'
import { EmbeddedServer } from './server-process.ts'
import { ShellError, shellProblem } from './shell-problem.ts'
import { FakeChild } from './testing/fake-child.ts'
import { quietLog } from './testing/quiet-log.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const keyStore = () => {
  let keys: DataKeys = { dataKey: 'key', previousKeys: [] }
  return {
    load: () => Promise.resolve(keys),
    renew: vi.fn(() => {
      keys = { dataKey: 'new', previousKeys: [keys.dataKey] }
      return Promise.resolve()
    }),
    dropPrevious: vi.fn(() => Promise.resolve()),
  }
}

function setUp(loadDataKey?: () => Promise<string>) {
  const store = keyStore()
  const load = async () =>
    loadDataKey ? { dataKey: await loadDataKey(), previousKeys: [] } : store.load()
  const children: FakeChild[] = []
  const states: ServerState[] = []
  const lines: string[] = []
  const server = new EmbeddedServer({
    fork: () => {
      const child = new FakeChild()
      children.push(child)
      return child
    },
    serverEntry: '/app/embedded.cjs',
    dataDir: '/data',
    logLevel: 'info',
    keys: { ...store, load },
    log: quietLog(),
    logLine: (line) => lines.push(line),
    onState: (state) => states.push(state),
    nowMs: () => Date.now(),
  })
  const child = () => {
    const last = children.at(-1)
    if (last === undefined) throw new Error('no child was started')
    return last
  }
  const start = async () => {
    server.start()
    await vi.advanceTimersByTimeAsync(0)
  }
  const statuses = () => states.map(({ status }) => status)
  return { server, children, child, start, states, statuses, lines, store }
}

const crash = async ({ child }: ReturnType<typeof setUp>) => {
  child().end(9)
  await vi.advanceTimersByTimeAsync(5_000)
}

describe('EmbeddedServer', () => {
  it('starts the child with a token of 32 bytes and becomes its address', async () => {
    const run = setUp()
    await run.start()
    const [message] = run.child().received
    expect(message).toMatchObject({ type: 'start', dataDir: '/data', dataKey: 'key' })
    expect(run.server.target()).toBeUndefined()
    run.child().ready(41_000)
    const target = run.server.target()
    expect(target?.baseUrl).toBe('http://127.0.0.1:41000')
    expect(Buffer.from(target?.launchToken ?? '', 'base64url')).toHaveLength(32)
    expect(message).toMatchObject({ launchToken: target?.launchToken })
    expect(run.states.at(-1)).toEqual({ home: 'embedded', status: 'ready', version: '1.2.3' })
  })

  it('restarts a child that ends unasked, three times, then gives up until asked', async () => {
    const run = setUp()
    await run.start()
    run.child().ready()
    for (let times = 0; times < 4; times++) await crash(run)
    expect(run.children).toHaveLength(4)
    expect(run.statuses()).toEqual([
      'starting',
      'ready',
      'restarting',
      'restarting',
      'restarting',
      'failed',
    ])
    expect(run.states.at(-1)).toMatchObject({ code: 'SERVER_CRASHED', params: { exitCode: 9 } })
    await run.server.restart()
    await vi.advanceTimersByTimeAsync(0)
    expect(run.children).toHaveLength(5)
  })

  it('uses a new token for each launch and none while there is no server', async () => {
    const run = setUp()
    await run.start()
    run.child().ready()
    const first = run.server.target()?.launchToken
    run.child().end(1)
    expect(run.server.target()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(500)
    run.child().ready()
    expect(run.server.target()?.launchToken).not.toBe(first)
  })

  it('shows the reason of a refused start and does not repeat it', async () => {
    const run = setUp()
    await run.start()
    const refusal = { code: 'DATABASE_IN_USE', params: { path: 'x' }, message: 'in use' }
    run.child().emit('message', { type: 'failed', ...refusal })
    run.child().end(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(run.states.at(-1)).toEqual({ home: 'embedded', status: 'failed', ...refusal })
    expect(run.children).toHaveLength(1)
  })

  it('gives up a start that takes more than 30 s', async () => {
    const run = setUp()
    await run.start()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(run.statuses()).toEqual(['starting'])
    await vi.advanceTimersByTimeAsync(1)
    expect(run.states.at(-1)).toMatchObject({ status: 'failed', code: 'SERVER_START_TIMEOUT' })
  })

  it('fails with the reason when there is no key', async () => {
    const problem = shellProblem('KEYCHAIN_UNAVAILABLE', { backend: 'basic_text' })
    const run = setUp(() => Promise.reject(new ShellError(problem)))
    await run.start()
    expect(run.states.at(-1)).toEqual({ home: 'embedded', status: 'failed', ...problem })
    expect(run.children).toHaveLength(0)
  })

  it('asks the child to stop, waits for its end and starts nothing afterwards', async () => {
    const run = setUp()
    await run.start()
    run.child().ready()
    const stopped = run.server.stop()
    expect(run.child().received.at(-1)).toEqual({ type: 'stop' })
    run.child().end(0)
    await stopped
    await vi.advanceTimersByTimeAsync(600_000)
    expect(run.children).toHaveLength(1)
    expect(run.server.target()).toBeUndefined()
  })

  it('ignores what is not a message of the contract', async () => {
    const run = setUp()
    await run.start()
    for (const raw of [null, 'ready', { type: 'ready' }, { type: 'ready', port: 0, version: '' }]) {
      run.child().emit('message', raw)
    }
    expect(run.statuses()).toEqual(['starting'])
  })

  it('writes the output of the child to the log, line by line', async () => {
    const run = setUp()
    await run.start()
    const { stdout, stderr } = run.child()
    stdout.write('{"msg":"一')
    stdout.write('"}\n')
    stderr.write('warning\n')
    await vi.waitFor(() => expect(run.lines).toHaveLength(2))
    expect(run.lines.sort()).toEqual(['warning', '{"msg":"一"}'])
  })

  it('stores a new key when the server wants one, and starts it anew with both', async () => {
    const run = setUp()
    await run.start()
    const first = run.child()
    first.ready()
    first.emit('message', { type: 'newKeyWanted' })
    await vi.advanceTimersByTimeAsync(0)
    expect(first.received.at(-1)).toEqual({ type: 'stop' })
    // What the old server still says is not heard.
    first.emit('message', { type: 'newKeyWanted' })
    first.end(0)
    await vi.advanceTimersByTimeAsync(0)
    expect(run.store.renew).toHaveBeenCalledTimes(1)
    expect(run.child().received[0]).toMatchObject({ dataKey: 'new', previousKeys: ['key'] })
    run.child().emit('message', { type: 'previousKeysDone' })
    expect(run.store.dropPrevious).toHaveBeenCalledTimes(1)
  })

  it('lets the server be when a new key cannot be stored', async () => {
    const run = setUp()
    run.store.renew.mockRejectedValueOnce(new Error('keychain locked'))
    await run.start()
    run.child().ready()
    run.child().emit('message', { type: 'newKeyWanted' })
    await vi.advanceTimersByTimeAsync(0)
    expect(run.children).toHaveLength(1)
    expect(run.states.at(-1)).toMatchObject({ status: 'ready' })
  })
})
