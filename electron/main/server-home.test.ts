import { describe, expect, it, vi } from 'vitest'
import type { HandshakeResult } from './handshake.ts'
import { DEFAULT_SETTINGS, type HomeSettings } from './home-settings.ts'
import { createSecretBox } from './secret-box.ts'
import { ServerHome } from './server-home.ts'
import type { ServerLink, ServerTarget } from './server-link.ts'
import { shellProblem } from './shell-problem.ts'
import { fakeKeychain } from './testing/fake-keychain.ts'
import { quietLog } from './testing/quiet-log.ts'

const url = 'https://desk.example.com'
const box = createSecretBox({ keychain: fakeKeychain(), allowPlain: false })

function fakeLink(home: 'embedded' | 'remote', target?: ServerTarget) {
  return {
    state: () => ({ home, status: 'ready', version: '1' }) as const,
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
  const targets: ServerTarget[] = []
  const shakeHands = vi.fn((_target: ServerTarget): Promise<HandshakeResult> =>
    Promise.resolve({ status: 'ok', version: '2' }),
  )
  const onMoved = vi.fn()
  const home = new ServerHome({
    settings,
    box,
    log: quietLog(),
    save: (next) => {
      saved.push(next)
      return Promise.resolve()
    },
    createEmbedded: () => embedded,
    createRemote: (target) => {
      targets.push(target)
      return fakeLink('remote', target)
    },
    shakeHands,
    onState: vi.fn(),
    onMoved,
  })
  return { home, embedded, saved, targets, shakeHands, onMoved }
}

const remoteSettings = (secretBox = box): HomeSettings => ({
  version: 1,
  home: 'remote',
  url,
  accessToken: secretBox.seal('old-token'),
})

describe('ServerHome', () => {
  it('checks a remote server before anything is saved or moved', async () => {
    const run = setUp()
    const problem = shellProblem('ACCESS_REFUSED', { url })
    run.shakeHands.mockResolvedValueOnce({ status: 'refused', problem })
    const result = await run.home.setConnection({ home: 'remote', url, accessToken: 'wrong' })
    expect(result).toEqual({ ok: false, ...problem })
    expect(run.saved).toEqual([])
    expect(run.embedded.stop).not.toHaveBeenCalled()
    expect(run.home.connection()).toEqual({ home: 'embedded' })
  })

  it('stops the server on this computer and moves', async () => {
    const run = setUp()
    const result = await run.home.setConnection({
      home: 'remote',
      url: `${url}/`,
      accessToken: 'new',
    })
    expect(result).toEqual({ ok: true })
    expect(run.embedded.stop).toHaveBeenCalledOnce()
    expect(run.home.target()).toEqual({ baseUrl: url, accessToken: 'new' })
    expect(run.home.connection()).toEqual({ home: 'remote', url, hasAccessToken: true })
    expect(JSON.stringify(run.saved)).not.toContain('new')
    expect(run.onMoved).toHaveBeenCalledOnce()
  })

  it('uses a stored token again for its own address only', async () => {
    const run = setUp(remoteSettings())
    expect(run.targets).toEqual([{ baseUrl: url, accessToken: 'old-token' }])
    expect(await run.home.setConnection({ home: 'remote', url })).toEqual({ ok: true })
    expect(run.shakeHands).toHaveBeenLastCalledWith({ baseUrl: url, accessToken: 'old-token' })

    const elsewhere = await run.home.setConnection({ home: 'remote', url: 'https://evil.example' })
    expect(elsewhere).toMatchObject({ ok: false, code: 'ACCESS_TOKEN_MISSING' })
    expect(run.shakeHands).toHaveBeenCalledOnce()
  })

  it('says so when the stored token cannot be decrypted here', () => {
    const other = createSecretBox({ keychain: fakeKeychain('b'), allowPlain: false })
    const { home } = setUp(remoteSettings(other))
    expect(home.state()).toMatchObject({ status: 'failed', code: 'ACCESS_TOKEN_MISSING' })
    expect(home.connection()).toEqual({ home: 'remote', url, hasAccessToken: false })
  })

  it('stops at once while a slow server is being checked, and does not move afterwards', async () => {
    const run = setUp()
    const { promise, resolve } = withResolvers<HandshakeResult>()
    run.shakeHands.mockReturnValueOnce(promise)
    const moving = run.home.setConnection({ home: 'remote', url, accessToken: 'new' })
    await run.home.stop()
    resolve({ status: 'ok', version: '2' })
    await moving
    expect(run.targets).toEqual([])
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
