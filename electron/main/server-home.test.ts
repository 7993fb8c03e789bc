import { describe, expect, it, vi } from 'vitest'
import type { ServerState } from '../ipc-contract.ts'
import type { HandshakeResult } from './handshake.ts'
import { DEFAULT_SETTINGS, type HomeSettings } from './home-settings.ts'
import { ServerHome } from './server-home.ts'
import type { ServerLink, ServerTarget } from './server-link.ts'
import { ShellError, shellProblem } from './shell-problem.ts'
import { quietLog } from './testing/quiet-log.ts'

const url = 'https://desk.example.com'

function fakeLink(home: 'embedded' | 'remote', target?: ServerTarget) {
  return {
    state: vi.fn((): ServerState => ({ home, status: 'ready', version: '1' })),
    target: () => target,
    start: vi.fn(),
    restart: vi.fn(() => Promise.resolve()),
    stop: vi.fn(() => Promise.resolve()),
    noteFailure: vi.fn(),
  } satisfies ServerLink
}

function setUp(settings: HomeSettings = DEFAULT_SETTINGS) {
  const embedded = fakeLink('embedded')
  const saved: HomeSettings[] = []
  const urls: string[] = []
  const addresses: string[] = []
  const shakeHands = vi.fn((_url: string): Promise<HandshakeResult> =>
    Promise.resolve({ status: 'ok', version: '2' }),
  )
  const onMoved = vi.fn()
  const takeKey = vi.fn(() => Promise.resolve())
  const home = new ServerHome({
    settings,
    jar: { moveTo: (address) => void addresses.push(address) },
    log: quietLog(),
    save: (next) => {
      saved.push(next)
      return Promise.resolve()
    },
    createEmbedded: () => embedded,
    createRemote: (baseUrl) => {
      urls.push(baseUrl)
      return fakeLink('remote', { baseUrl })
    },
    shakeHands,
    takeKey,
    onState: vi.fn(),
    onMoved,
  })
  return { home, embedded, saved, urls, addresses, shakeHands, onMoved, takeKey }
}

const remoteSettings: HomeSettings = { version: 2, home: 'remote', url }
const EXPORTED = { text: '{}', passphrase: 'a long passphrase 44' }
const FAILED: ServerState = {
  home: 'embedded',
  status: 'failed',
  ...shellProblem('DATA_KEY_MISSING', { file: 'data.key', database: 'member.db' }),
}

describe('ServerHome', () => {
  it('checks a remote server before anything is saved or moved', async () => {
    const run = setUp()
    const problem = shellProblem('REMOTE_NOT_MEMBER_DESK', { url, reason: 'HTTP 404' })
    run.shakeHands.mockResolvedValueOnce({ status: 'notMemberDesk', problem })
    const result = await run.home.setConnection({ home: 'remote', url })
    expect(result).toEqual({ ok: false, ...problem })
    expect(run.saved).toEqual([])
    expect(run.embedded.stop).not.toHaveBeenCalled()
    expect(run.home.connection()).toEqual({ home: 'embedded' })
  })

  it('stops the server on this computer and moves', async () => {
    const run = setUp()
    const result = await run.home.setConnection({ home: 'remote', url: `${url}/` })
    expect(result).toEqual({ ok: true })
    expect(run.embedded.stop).toHaveBeenCalledOnce()
    expect(run.home.target()).toEqual({ baseUrl: url })
    expect(run.home.connection()).toEqual({ home: 'remote', url })
    expect(run.saved).toEqual([remoteSettings])
    expect(run.onMoved).toHaveBeenCalledOnce()
  })

  it('takes the session along to no other server, and keeps it for the same one', async () => {
    const run = setUp(remoteSettings)
    expect(run.urls).toEqual([url])
    expect(run.addresses).toEqual([])
    await run.home.setConnection({ home: 'remote', url: 'https://other.example' })
    await run.home.setConnection({ home: 'embedded' })
    expect(run.addresses).toEqual(['https://other.example', 'embedded'])
  })

  it('starts the server anew with an exported key once it was taken, and not when it was refused', async () => {
    const run = setUp()
    run.embedded.state.mockReturnValue(FAILED)
    const refusal = { code: 'WRONG_PASSPHRASE', params: {}, message: 'wrong' }
    run.takeKey.mockRejectedValueOnce(new ShellError(refusal))
    expect(await run.home.useExportedKey(EXPORTED)).toEqual({ ok: false, ...refusal })
    expect(run.embedded.restart).not.toHaveBeenCalled()
    expect(await run.home.useExportedKey(EXPORTED)).toEqual({ ok: true })
    expect(run.takeKey).toHaveBeenLastCalledWith(EXPORTED)
    expect(run.embedded.restart).toHaveBeenCalledOnce()
  })

  it.each([
    ['a server that works', DEFAULT_SETTINGS],
    ['a server elsewhere', remoteSettings],
  ])('takes no exported key for %s', async (_server, settings) => {
    const run = setUp(settings)
    await expect(run.home.useExportedKey(EXPORTED)).rejects.toThrow('no key is wanted')
    expect(run.takeKey).not.toHaveBeenCalled()
  })

  it('stops at once while a slow server is being checked, and does not move afterwards', async () => {
    const run = setUp()
    const { promise, resolve } = withResolvers<HandshakeResult>()
    run.shakeHands.mockReturnValueOnce(promise)
    const moving = run.home.setConnection({ home: 'remote', url })
    await run.home.stop()
    resolve({ status: 'ok', version: '2' })
    await moving
    expect(run.urls).toEqual([])
    expect(run.addresses).toEqual([])
    expect(run.onMoved).not.toHaveBeenCalled()
  })
})

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve: (value: T) => resolve(value) }
}
