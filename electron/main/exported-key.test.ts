import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openExportedKey } from './exported-key.ts'
import { FakeChild } from './testing/fake-child.ts'
import { quietLog } from './testing/quiet-log.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const exported = { text: '{}', passphrase: 'a long passphrase 44' }

/** Asks for the key; the child that was started for it ends as soon as it is told to. */
function ask() {
  const child = new FakeChild()
  const post = child.postMessage.bind(child)
  child.postMessage = (message) => {
    post(message)
    if (JSON.stringify(message).includes('"stop"')) child.end(0)
  }
  const opening = openExportedKey(
    {
      fork: () => child,
      dataDir: '/data',
      logLevel: 'info',
      log: quietLog(),
      logLine: () => undefined,
    },
    exported,
  )
  return { child, opening }
}

describe('an exported key', () => {
  it('is opened by a server of its own, which is stopped before the key is used', async () => {
    const { child, opening } = ask()
    expect(child.received).toEqual([
      { type: 'openKey', dataDir: '/data', exported, logLevel: 'info' },
    ])
    child.emit('message', { type: 'keyOpened', dataKey: 'new', previousKeys: ['old'] })
    expect(await opening).toEqual({ dataKey: 'new', previousKeys: ['old'] })
    expect(child.received.at(-1)).toEqual({ type: 'stop' })
  })

  it('is refused for the reason that the server gives', async () => {
    const { child, opening } = ask()
    const problem = { code: 'WRONG_PASSPHRASE', params: {}, message: 'wrong' }
    child.emit('message', { type: 'failed', ...problem })
    await expect(opening).rejects.toMatchObject({ problem })
    expect(child.received.at(-1)).toEqual({ type: 'stop' })
  })

  it('is given up when the server ends or says nothing', async () => {
    const ended = ask()
    ended.child.end(9)
    await expect(ended.opening).rejects.toMatchObject({
      problem: { code: 'SERVER_CRASHED', params: { exitCode: 9 } },
    })
    const silent = ask()
    const given = expect(silent.opening).rejects.toMatchObject({
      problem: { code: 'SERVER_START_TIMEOUT' },
    })
    await vi.advanceTimersByTimeAsync(60_000)
    await given
    expect(silent.child.received.at(-1)).toEqual({ type: 'stop' })
  })
})
