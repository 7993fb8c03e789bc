import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { createServer } from './app.ts'
import type { ServerDeps } from './http/app-env.ts'
import { describeOnBothDatabases } from './testing/test-database.ts'
import { makeBusinessZone } from './kernel/business-zone.ts'
import { makeTestContext } from './testing/test-context.ts'
import { makeStaff, TEST_PASSWORD } from './testing/test-staff.ts'
import { silentLogger } from './testing/silent-logger.ts'

const TOKEN = 'test-access-token-0123456789-abcdefgh'
const HOST = { host: '127.0.0.1:48080' }
const BEARER = { ...HOST, authorization: `Bearer ${TOKEN}` }
const json = { 'content-type': 'application/json' }

describeOnBothDatabases('the server', (database, provider) => {
  let deps: ServerDeps
  let app: ReturnType<typeof createServer>['backOffice']
  let cookie = ''
  const post = (path: string, input: unknown, headers: Record<string, string> = {}) =>
    request(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(input) })
  const signIn = (password = TEST_PASSWORD, headers: Record<string, string> = {}) =>
    post('/trpc/session.signIn', { username: 'wanglei', password }, headers)
  const request = (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { ...HOST, ...init.headers } })

  beforeAll(async () => {
    const ctx = makeTestContext(database())
    await makeStaff(ctx, { username: 'wanglei', roles: ['administrator'] })
  })

  beforeEach(async () => {
    const { clock, keys, runtime } = makeTestContext(database())
    deps = {
      database: database(),
      clock,
      keys,
      runtime,
      log: silentLogger,
      launchToken: undefined,
      firstRunToken: undefined,
      metricsToken: TOKEN,
      jobFilesDir: tmpdir(),
      zone: makeBusinessZone(),
      isLoopback: true,
      publicUrl: undefined,
      backOfficeDir: undefined,
      isAccepting: () => true,
      metrics: new Registry(),
    }
    app = createServer(deps).backOffice
    cookie = (await signIn()).headers.get('set-cookie')?.split(';')[0] ?? ''
  })

  it('answers health, readiness and version to anyone', async () => {
    expect(await (await request('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await request('/readyz')).status).toBe(200)
    expect(await (await request('/version')).json()).toMatchObject({
      product: 'member-desk',
      protocol: 1,
    })
  })

  it('is not ready once it stops, nor without its database', async () => {
    expect(
      (
        await createServer({
          ...deps,
          isAccepting: () => false,
          metrics: new Registry(),
        }).backOffice.request('/readyz', {
          headers: HOST,
        })
      ).status,
    ).toBe(503)
    const broken = { ...deps.database, ping: () => Promise.reject(new Error('gone')) }
    const { backOffice } = createServer({ ...deps, database: broken, metrics: new Registry() })
    expect((await backOffice.request('/readyz', { headers: HOST })).status).toBe(503)
    expect((await backOffice.request('/healthz', { headers: HOST })).status).toBe(200)
  })

  it('gives figures by route pattern to the bearer only, and no personal data', async () => {
    await request('/trpc/members.list?input=%7B%22keyword%22%3A%2213812346207%22%7D')
    expect((await request('/metrics', { headers: { cookie } })).status).toBe(401)
    const text = await (await app.request('/metrics', { headers: BEARER })).text()
    expect(text).toContain('route="/trpc/*"')
    expect(text).not.toContain('members.list')
    expect(text).not.toContain('13812346207')
    const closed = createServer({ ...deps, metricsToken: undefined, metrics: new Registry() })
    expect((await closed.backOffice.request('/metrics', { headers: BEARER })).status).toBe(404)
  })

  it('refuses tRPC without a session, with a made-up one, and with a bearer', async () => {
    const headers: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${TOKEN}` },
      { cookie: 'md_session=' },
      { cookie: `md_session=${'x'.repeat(43)}` },
    ]
    for (const header of headers) {
      const answer = await request('/trpc/members.list', { headers: header })
      expect(answer.status, JSON.stringify(header)).toBe(401)
      expect(await answer.json()).toMatchObject({
        error: { data: { app: { code: 'UNAUTHENTICATED' } } },
      })
    }
  })

  it('of an embedded home answers nothing without the launch token, whoever is signed in', async () => {
    const launchToken = 'launch-token-0123456789-abcdefghijkl'
    const { backOffice } = createServer({ ...deps, launchToken, metrics: new Registry() })
    const status = async (headers: Record<string, string>) =>
      (await backOffice.request('/trpc/members.stats', { headers: { ...HOST, ...headers } })).status
    const bearer = { authorization: `Bearer ${launchToken}` }
    expect(await status({ cookie })).toBe(403)
    expect(await status({ cookie, authorization: 'Bearer wrong' })).toBe(403)
    expect(await status(bearer)).toBe(401)
    expect(await status({ ...bearer, cookie })).toBe(200)
  })

  it('answers a read that comes as POST, so that no URL holds what was searched', async () => {
    const answer = await post('/trpc/system.info', {}, { cookie })
    expect(await answer.json()).toMatchObject({
      result: { data: { database: provider, home: 'standalone' } },
    })
  })

  it('signs in with a cookie that no script reads and only our own page can use', async () => {
    const setCookie = (await signIn()).headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/HttpOnly/)
    expect(setCookie).toMatch(/SameSite=Strict/)
    const withOrigin = (origin: string) =>
      request('/trpc/system.info', { headers: { cookie, origin } })
    expect((await request('/trpc/system.info', { headers: { cookie } })).status).toBe(200)
    expect((await withOrigin('http://127.0.0.1:48080')).status).toBe(200)
    for (const foreign of ['http://evil.example', 'null', 'http://127.0.0.1:9']) {
      expect((await withOrigin(foreign)).status, foreign).toBe(403)
      expect((await signIn(TEST_PASSWORD, { origin: foreign })).status, foreign).toBe(403)
    }
  })

  it('signs out: the cookie is taken back and worth nothing any more', async () => {
    const answer = await post('/trpc/session.signOut', {}, { cookie })
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await request('/trpc/system.info', { headers: { cookie } })).status).toBe(401)
  })

  it('tells anybody who is signed in and whether the first run is due, and nothing else', async () => {
    const nobody = await (await request('/trpc/session.state')).json()
    expect(nobody).toEqual({
      result: {
        data: {
          firstRun: { isNeeded: false, needsToken: false },
          companyName: null,
          me: null,
        },
      },
    })
    const somebody = await request('/trpc/session.state', { headers: { cookie } })
    expect(await somebody.json()).toMatchObject({
      result: { data: { me: { username: 'wanglei', scope: 'all' } } },
    })
  })

  it('is reached under its public address through a proxy, whichever Host the proxy sends', async () => {
    const publicUrl = new URL('https://desk.example.com')
    const { backOffice } = createServer({ ...deps, publicUrl, metrics: new Registry() })
    const body = JSON.stringify({ username: 'wanglei', password: TEST_PASSWORD })
    const from = (host: string, origin: string) =>
      backOffice.request('/trpc/session.signIn', {
        method: 'POST',
        headers: { ...json, host, origin },
        body,
      })
    for (const host of ['desk.example.com', '127.0.0.1:48080']) {
      const answer = await from(host, publicUrl.origin)
      expect(answer.status, host).toBe(200)
      expect(answer.headers.get('set-cookie')).toContain('Secure')
    }
    expect((await from('desk.example.com', 'https://evil.example')).status).toBe(403)
  })

  it('notes where a request came from: what the own proxy says, never what the client says', async () => {
    const addressOf = async (publicUrl: URL | undefined, forwarded: string) => {
      const { backOffice } = createServer({ ...deps, publicUrl, metrics: new Registry() })
      const id = `wrong-${Math.random()}`
      await backOffice.request('/trpc/session.signIn', {
        method: 'POST',
        headers: { ...HOST, ...json, 'x-forwarded-for': forwarded },
        body: JSON.stringify({ username: 'wanglei', password: id }),
      })
      const entry = await database().db.auditEntry.findFirstOrThrow({
        where: { action: 'session.signInFailed' },
        orderBy: { id: 'desc' },
      })
      return entry.address
    }
    const publicUrl = new URL('https://desk.example.com')
    expect(await addressOf(publicUrl, '198.51.100.9, 203.0.113.5')).toBe('203.0.113.5')
    expect(await addressOf(publicUrl, 'nonsense')).toBe('')
    expect(await addressOf(undefined, '203.0.113.5')).toBe('')
  })

  it('takes ten calls at once and no more', async () => {
    const batch = (count: number) =>
      request(`/trpc/${Array(count).fill('system.info').join(',')}?batch=1`, {
        headers: { cookie },
      })
    expect((await batch(10)).status).toBe(200)
    expect((await batch(11)).status).toBe(400)
  })

  it('serves the page: assets for ever, everything else looked at anew, figures by pattern', async () => {
    const folder = mkdtempSync(join(tmpdir(), '页面 assets-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html>')
    writeFileSync(join(folder, 'assets', 'a-1.js'), '1')
    const { backOffice } = createServer({ ...deps, backOfficeDir: folder, metrics: new Registry() })
    const lifetime = async (path: string) =>
      (await backOffice.request(path, { headers: HOST })).headers.get('cache-control')
    expect(await lifetime('/assets/a-1.js')).toContain('immutable')
    for (const path of ['/', '/members', '/index.html', '/assets/none.js']) {
      expect(await lifetime(path), path).toBe('no-cache')
    }
    expect((await backOffice.request('/..%2f..%2fpackage.json', { headers: HOST })).status).toBe(
      404,
    )
    rmSync(folder, { recursive: true })
  })

  it.each(['', '{', '[]', '{"username":5}', `{"username":"a","password":"${'x'.repeat(3000)}"}`])(
    'refuses a malformed sign-in %s without failing',
    async (body) =>
      expect(
        (await request('/trpc/session.signIn', { method: 'POST', headers: json, body })).status,
      ).toBe(400),
  )

  it('refuses a Host that is not this machine, as a rebinding page would send', async () => {
    expect((await request('/healthz', { headers: { host: 'evil.example:48080' } })).status).toBe(
      403,
    )
    expect((await request('/healthz', { headers: { host: 'localhost:48080' } })).status).toBe(200)
  })

  it('refuses a body over the limit, also one that does not say its length', async () => {
    const body = 'x'.repeat(1024 * 1024 + 1)
    expect(
      (await request('/trpc/session.signIn', { method: 'POST', headers: json, body })).status,
    ).toBe(413)
    const stream = new Blob([body]).stream()
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: json,
      body: stream,
      duplex: 'half',
    }
    expect((await request('/trpc/session.signIn', init)).status).toBe(413)
  })

  it('says which field is wrong, in the language asked for', async () => {
    const body = JSON.stringify({ pageSize: 1000 })
    const answer = await request('/trpc/members.list', {
      method: 'POST',
      headers: { cookie, ...json, 'accept-language': 'en-GB' },
      body,
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: {
        data: {
          app: {
            code: 'INVALID_INPUT',
            message: expect.stringContaining('valid'),
            fields: { pageSize: expect.any(Array) },
          },
        },
      },
    })
  })

  it('tells nothing of an unexpected failure but the request id', async () => {
    const failing = { ...deps.database, db: {} } as unknown as ServerDeps['database']
    const { backOffice } = createServer({ ...deps, database: failing, metrics: new Registry() })
    const answer = await backOffice.request('/trpc/session.state', { headers: HOST })
    expect(answer.status).toBe(500)
    const text = await answer.text()
    expect(text).toContain('INTERNAL')
    expect(text).not.toMatch(/stack|undefined|\.ts/)
  })

  it('gives a public listener health and version only: no staff, no figures, whatever the token', async () => {
    const { publicApi } = createServer({ ...deps, metrics: new Registry() })
    const status = async (path: string) =>
      (await publicApi.request(path, { headers: BEARER })).status
    expect(await status('/healthz')).toBe(200)
    expect(await status('/version')).toBe(200)
    for (const path of [
      '/trpc/members.list',
      '/trpc/session.state',
      '/files/jobs/1',
      '/files/import-templates',
      '/metrics',
      '/',
    ]) {
      expect(await status(path), path).toBe(404)
    }
  })

  it('has both on the one listener of a standalone server', async () => {
    const { everything } = createServer({ ...deps, metrics: new Registry() })
    const answer = await everything.request('/trpc/system.info', { headers: { ...HOST, cookie } })
    expect(answer.status).toBe(200)
  })

  it('sends security headers and answers unknown paths with 404', async () => {
    const answer = await request('/nothing')
    expect(answer.status).toBe(404)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("frame-ancestors 'none'")
    // Pictures of members, and nothing else, come from elsewhere.
    expect(policy?.split('; ').filter((rule) => rule.includes('https:'))).toEqual([
      "img-src 'self' data: blob: https:",
    ])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })
})
