import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PRODUCT } from '../../server/contract/version.ts'
import type { ServerState } from '../ipc-contract.ts'
import { RemoteServer } from './server-connection.ts'
import { quietLog } from './testing/quiet-log.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const baseUrl = 'https://desk.example.com'
const info = { product: PRODUCT, version: '2.0.0', protocol: 1, protocolOldest: 1 }

function setUp() {
  const states: ServerState[] = []
  const server: { isUp: boolean; product: string; requests: number } = {
    isUp: true,
    product: PRODUCT,
    requests: 0,
  }
  const link = new RemoteServer({
    baseUrl,
    fetch: () => {
      server.requests += 1
      if (!server.isUp) return Promise.reject(new Error('refused'))
      return Promise.resolve(Response.json({ ...info, product: server.product }))
    },
    log: quietLog(),
    onState: (state) => states.push(state),
    nowMs: () => Date.now(),
  })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const statuses = () => states.map(({ status }) => status)
  return { link, server, states, statuses, settle }
}

describe('RemoteServer', () => {
  it('passes nothing on before the handshake', async () => {
    const { link, statuses, settle } = setUp()
    link.start()
    expect(link.target()).toBeUndefined()
    await settle()
    expect(link.target()).toEqual({ baseUrl })
    expect(statuses()).toEqual(['connecting', 'ready'])
  })

  it('keeps asking a server that does not answer and recovers by itself', async () => {
    const { link, server, states, statuses, settle } = setUp()
    server.isUp = false
    link.start()
    await settle()
    expect(states.at(-1)).toMatchObject({
      status: 'unreachable',
      attempt: 1,
      retryAtMs: Date.now() + 1_000,
      code: 'REMOTE_UNREACHABLE',
    })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(states.at(-1)).toMatchObject({ status: 'unreachable', attempt: 2 })
    server.isUp = true
    await vi.advanceTimersByTimeAsync(2_000)
    expect(statuses()).toEqual(['connecting', 'unreachable', 'unreachable', 'ready'])
  })

  it('looks again when a request was not answered', async () => {
    const { link, server, statuses, settle } = setUp()
    link.start()
    await settle()
    server.isUp = false
    link.noteFailure()
    link.noteFailure()
    await settle()
    expect(statuses()).toEqual(['connecting', 'ready', 'connecting', 'unreachable'])
    expect(link.target()).toBeUndefined()
  })

  it('does not repeat what time cannot mend', async () => {
    const { link, server, states, settle } = setUp()
    server.product = 'other'
    link.start()
    await settle()
    expect(states.at(-1)).toMatchObject({
      status: 'notMemberDesk',
      code: 'REMOTE_NOT_MEMBER_DESK',
    })
    const { requests } = server
    await vi.advanceTimersByTimeAsync(600_000)
    expect(server.requests).toBe(requests)
  })

  it('is silent after it was stopped', async () => {
    const { link, server, states, settle } = setUp()
    server.isUp = false
    link.start()
    await settle()
    await link.stop()
    const { length } = states
    await vi.advanceTimersByTimeAsync(600_000)
    expect(states).toHaveLength(length)
  })
})
