import { describe, expect, it } from 'vitest'
import { PRODUCT, PROTOCOL } from '../../server/contract/version.ts'
import { type Fetch, judgeVersion, shakeHands } from './handshake.ts'

const url = 'https://desk.example.com'
const info = { product: PRODUCT, version: '2.0.0', protocol: PROTOCOL, protocolOldest: 1 }

describe('judgeVersion', () => {
  it.each([
    ['ok', info],
    ['clientTooOld', { ...info, protocol: 99, protocolOldest: 99 }],
    ['ok', { ...info, protocol: 99, added: 'later' }],
    ['notMemberDesk', { ...info, product: 'other' }],
    ['notMemberDesk', { ...info, protocol: 0 }],
    ['notMemberDesk', '<html>'],
    ['notMemberDesk', null],
  ])('answers %s for %j', (status, answer) => {
    expect(judgeVersion(url, 200, JSON.stringify(answer)).status).toBe(status)
  })

  it.each([
    [404, 'notMemberDesk'],
    [302, 'notMemberDesk'],
    [502, 'unreachable'],
    [429, 'unreachable'],
  ])('reads HTTP %i as %s', (http, status) => {
    expect(judgeVersion(url, http, '').status).toBe(status)
  })
})

describe('shakeHands', () => {
  const target = { baseUrl: url, accessToken: 'secret' }
  const answers = (access: number, version: unknown = info) => {
    const seen: { url: string; authorization: string | null; redirect: unknown }[] = []
    const fetch: Fetch = (address, init) => {
      const authorization = new Headers(init.headers).get('authorization')
      seen.push({ url: address, authorization, redirect: init.redirect })
      const body = address.endsWith('/version') ? version : {}
      const status = address.endsWith('/version') ? 200 : access
      return Promise.resolve(Response.json(body, { status }))
    }
    return { fetch, seen }
  }

  it('asks for the version first and shows the token only to a server it can talk to', async () => {
    const { fetch, seen } = answers(200)
    expect(await shakeHands(fetch, target)).toEqual({ status: 'ok', version: '2.0.0' })
    expect(seen).toEqual([
      { url: `${url}/version`, authorization: null, redirect: 'error' },
      { url: `${url}/trpc/system.info`, authorization: 'Bearer secret', redirect: 'error' },
    ])

    const foreign = answers(200, { product: 'other' })
    expect((await shakeHands(foreign.fetch, target)).status).toBe('notMemberDesk')
    expect(foreign.seen).toHaveLength(1)
  })

  it.each([
    [401, 'refused'],
    [403, 'refused'],
    [500, 'unreachable'],
  ])('reads HTTP %i to the token as %s', async (access, status) => {
    expect((await shakeHands(answers(access).fetch, target)).status).toBe(status)
  })

  it('says why nobody answers', async () => {
    const fetch: Fetch = () => Promise.reject(new Error('net::ERR_NAME_NOT_RESOLVED'))
    expect(await shakeHands(fetch, target)).toMatchObject({
      status: 'unreachable',
      problem: { code: 'REMOTE_UNREACHABLE', params: { reason: 'net::ERR_NAME_NOT_RESOLVED' } },
    })
  })

  it('does not read an endless answer', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(10_000))),
    })
    const fetch: Fetch = () => Promise.resolve(new Response(endless))
    expect((await shakeHands(fetch, target)).status).toBe('unreachable')
  })
})
