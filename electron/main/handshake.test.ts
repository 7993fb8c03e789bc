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
  it('asks for the version alone, shows nothing of its own and follows no redirect', async () => {
    const seen: [string, RequestInit][] = []
    const fetch: Fetch = (address, init) => {
      seen.push([address, init])
      return Promise.resolve(Response.json(info))
    }
    expect(await shakeHands(fetch, url)).toEqual({ status: 'ok', version: '2.0.0' })
    expect(seen).toMatchObject([
      [
        `${url}/version`,
        { headers: { accept: 'application/json' }, redirect: 'error', credentials: 'omit' },
      ],
    ])
    expect(Object.keys(seen[0]?.[1].headers ?? {})).toEqual(['accept'])
  })

  it('says why nobody answers', async () => {
    const fetch: Fetch = () => Promise.reject(new Error('net::ERR_NAME_NOT_RESOLVED'))
    expect(await shakeHands(fetch, url)).toMatchObject({
      status: 'unreachable',
      problem: { code: 'REMOTE_UNREACHABLE', params: { reason: 'net::ERR_NAME_NOT_RESOLVED' } },
    })
  })

  it('does not read an endless answer', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(10_000))),
    })
    const fetch: Fetch = () => Promise.resolve(new Response(endless))
    expect((await shakeHands(fetch, url)).status).toBe('unreachable')
  })
})
