import { describe, expect, it, vi } from 'vitest'
import { passOn, requestHeaders, responseHeaders } from './pass-on.ts'
import { quietLog } from './testing/quiet-log.ts'

const target = { baseUrl: 'https://desk.example.com/shop', accessToken: 'secret' }
const url = 'app://admin/trpc/members.list?input=%7B%7D'

describe('requestHeaders', () => {
  it('drops cookies, origins, hop-by-hop headers and what they name, and sets the token', () => {
    const headers = requestHeaders(
      new Headers({
        accept: 'application/json',
        authorization: 'Bearer forged',
        connection: 'x-private',
        cookie: 'a=b',
        origin: 'app://admin',
        referer: 'app://admin/',
        'sec-fetch-mode': 'cors',
        'transfer-encoding': 'chunked',
        upgrade: 'h2c',
        'x-private': '1',
        'idempotency-key': 'k',
      }),
      'secret',
    )
    expect(Object.fromEntries(headers)).toEqual({
      accept: 'application/json',
      authorization: 'Bearer secret',
      'idempotency-key': 'k',
    })
  })
})

describe('responseHeaders', () => {
  it('drops cookies and what no longer holds for the decoded body', () => {
    const headers = responseHeaders(
      new Headers({
        'content-type': 'text/csv',
        'content-encoding': 'gzip',
        'content-length': '3',
        'set-cookie': 'session=1',
        'www-authenticate': 'Basic',
        'x-request-id': 'r',
      }),
    )
    expect(Object.fromEntries(headers)).toEqual({ 'content-type': 'text/csv', 'x-request-id': 'r' })
  })
})

describe('passOn', () => {
  it('keeps path, query, method and body, below the path of the server', async () => {
    const fetch = vi.fn((_url: string, _init: RequestInit) =>
      Promise.resolve(Response.json({ ok: true }, { status: 201 })),
    )
    const options = { fetch, target: () => target, noteFailure: vi.fn(), log: quietLog() }
    const request = new Request(url, { method: 'POST', body: '{"a":1}' })
    const response = await passOn(request, options)
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ ok: true })
    const [address, init] = fetch.mock.calls[0] ?? []
    expect(address).toBe('https://desk.example.com/shop/trpc/members.list?input=%7B%7D')
    expect(init).toMatchObject({ method: 'POST', redirect: 'error', credentials: 'omit' })
  })

  it('answers 503 in the shape of a tRPC error while there is no server', async () => {
    const fetch = vi.fn()
    const options = { fetch, target: () => undefined, noteFailure: vi.fn(), log: quietLog() }
    const response = await passOn(new Request(url), options)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      error: { data: { httpStatus: 503, app: { code: 'SERVER_NOT_READY' } } },
    })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('answers 502, reports the loss and logs no query when the server is gone', async () => {
    const log = quietLog()
    const noteFailure = vi.fn()
    const fetch = () => Promise.reject(new Error('net::ERR_CONNECTION_REFUSED'))
    const response = await passOn(new Request(url), {
      fetch,
      target: () => target,
      noteFailure,
      log,
    })
    expect(response.status).toBe(502)
    expect(noteFailure).toHaveBeenCalledOnce()
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain('input=')
  })
})
