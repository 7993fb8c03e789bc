import { describe, expect, it, vi } from 'vitest'
import { passOn, requestHeaders, responseHeaders } from './pass-on.ts'
import { quietLog } from './testing/quiet-log.ts'

const target = { baseUrl: 'https://desk.example.com/shop' }
const url = 'app://admin/trpc/members.list?input=%7B%7D'

const fakeJar = (cookie?: string) => ({ cookieFor: vi.fn(() => cookie), note: vi.fn() })

describe('requestHeaders', () => {
  it('drops cookies, origins, hop-by-hop headers and what they name, and sets the secrets', () => {
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
      { launchToken: 'secret', cookie: 'md_session=s' },
    )
    expect(Object.fromEntries(headers)).toEqual({
      accept: 'application/json',
      authorization: 'Bearer secret',
      cookie: 'md_session=s',
      'idempotency-key': 'k',
    })
  })
})

describe('requestHeaders without secrets', () => {
  it('sends neither token nor cookie, not even those of the page', () => {
    const forged = new Headers({ authorization: 'Bearer forged', cookie: 'md_session=forged' })
    expect(Object.fromEntries(requestHeaders(forged, {}))).toEqual({})
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
    const jar = fakeJar('md_session=s')
    const options = { fetch, target: () => target, jar, noteFailure: vi.fn(), log: quietLog() }
    const request = new Request(url, { method: 'POST', body: '{"a":1}' })
    const response = await passOn(request, options)
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ ok: true })
    const [address, init] = fetch.mock.calls[0] ?? []
    expect(address).toBe('https://desk.example.com/shop/trpc/members.list?input=%7B%7D')
    expect(init).toMatchObject({ method: 'POST', redirect: 'error', credentials: 'omit' })
  })

  it.each([
    [{ baseUrl: 'http://127.0.0.1:41000', launchToken: 'launch' }, 'embedded', 'Bearer launch'],
    [target, target.baseUrl, null],
  ])(
    'takes the session of %j from the jar, gives it what the answer says, and the page nothing',
    async (present, address, authorization) => {
      const fetch = vi.fn((_url: string, _init: RequestInit) =>
        Promise.resolve(new Response('{}', { headers: { 'set-cookie': 'md_session=new' } })),
      )
      const jar = fakeJar('md_session=s')
      const options = { fetch, target: () => present, jar, noteFailure: vi.fn(), log: quietLog() }
      const response = await passOn(new Request(url), options)
      const sent = new Headers(fetch.mock.calls[0]?.[1].headers)
      expect(sent.get('cookie')).toBe('md_session=s')
      expect(sent.get('authorization')).toBe(authorization)
      expect(jar.cookieFor).toHaveBeenCalledWith(address)
      expect(jar.note).toHaveBeenCalledWith(address, expect.any(Headers))
      expect(response.headers.has('set-cookie')).toBe(false)
    },
  )

  it('answers 503 in the shape of a tRPC error while there is no server', async () => {
    const fetch = vi.fn()
    const jar = fakeJar()
    const options = { fetch, target: () => undefined, jar, noteFailure: vi.fn(), log: quietLog() }
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
      jar: fakeJar(),
      noteFailure,
      log,
    })
    expect(response.status).toBe(502)
    expect(noteFailure).toHaveBeenCalledOnce()
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain('input=')
  })

  it('waits for an answer from the last piece of a file on, however long the file took', async () => {
    vi.useFakeTimers()
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const pieces = writable.getWriter()
    const fetch = vi.fn(async (_url: string, { body, signal }: RequestInit) => {
      const aborted = new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('gave up')))
      })
      return Promise.race([new Response(body).text().then((text) => new Response(text)), aborted])
    })
    const jar = fakeJar()
    const options = { fetch, target: () => target, jar, noteFailure: vi.fn(), log: quietLog() }
    const init = { method: 'POST', body: readable, duplex: 'half' }
    const response = passOn(new Request('app://admin/files/imports', init), options)
    for (const piece of 'slow') {
      await pieces.write(new TextEncoder().encode(piece))
      await vi.advanceTimersByTimeAsync(50_000)
    }
    await pieces.close()
    expect(await (await response).text()).toBe('slow')
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})
