import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createServer, type ServerApps } from '../../app.ts'
import type { Ctx, Db } from '../../db/context.ts'
import type { Database } from '../../db/open.ts'
import { AppError } from '../../kernel/app-error.ts'
import { API_SCOPES } from '../../modules/api-keys/api-keys.contract.ts'
import { createApiKey, revokeApiKey } from '../../modules/api-keys/api-keys.service.ts'
import { createStore } from '../../modules/stores/stores.service.ts'
import { makeBuyer } from '../../testing/order-desk.ts'
import { signed, type PartnerKey } from '../../testing/partner-client.ts'
import { withFullDisk } from '../../testing/failing-database.ts'
import { serverDeps } from '../../testing/server-deps.ts'
import { silentLogger } from '../../testing/silent-logger.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import {
  describeOnBothDatabases,
  makeTestLocation,
  openTestDatabase,
  type TestLocation,
} from '../../testing/test-database.ts'
import type { AppEnv, ServerDeps } from '../app-env.ts'
import { handleError } from '../error-handler.ts'
import { rateLimit } from '../limits.ts'

const HOST = 'http://127.0.0.1'
const ME = '/open-api/v1/me'
const FIND = '/open-api/v1/members/find'
const ALL = { name: '商城', scopes: [...API_SCOPES], source: 'mall', storeId: null }
const clock = fakeClock()

interface RawRequest {
  readonly method?: string
  readonly path: string
  readonly body?: string
  readonly type?: string
}

/** A signed request of any body, also of one that is no JSON; put together step by step. */
function rawRequest(
  { keyId, secret }: PartnerKey,
  { method = 'POST', path, body = '', type = 'application/json' }: RawRequest,
): RequestInit {
  const timestamp = String(Math.floor(clock.now().getTime() / 1000))
  const nonce = randomBytes(12).toString('hex')
  const mac = createHmac('sha256', secret)
  for (const line of [method, path, timestamp, nonce]) mac.update(`${line}\n`)
  mac.update(createHash('sha256').update(Buffer.from(body)).digest().toString('hex'))
  return {
    method,
    headers: {
      ...{ 'content-type': type, 'x-key-id': keyId, 'x-timestamp': timestamp },
      ...{ 'x-nonce': nonce, 'x-signature': mac.digest('hex') },
    },
    ...(method === 'GET' ? {} : { body }),
  }
}

const anything = z.record(z.string(), z.any())

describeOnBothDatabases('access of partners', (database) => {
  let ctx: Ctx<Db>
  let apps: ServerApps
  let key: PartnerKey
  const start = (more: Partial<ServerDeps> = {}) =>
    createServer({ ...serverDeps(database(), clock), ...more })
  const ask = async (path: string, init: RequestInit, { publicApi }: ServerApps = apps) => {
    const answer = await publicApi.request(HOST + path, init)
    return {
      ...{ status: answer.status, headers: answer.headers },
      type: answer.headers.get('content-type'),
      body: anything.parse(await answer.json()),
    }
  }
  const me = (by: PartnerKey, to: ServerApps = apps) =>
    ask(ME, rawRequest(by, { method: 'GET', path: ME }), to)

  beforeAll(async () => {
    ctx = makeTestContext(database(), { clock })
    apps = start()
    key = await createApiKey(ctx, ALL)
  })

  it('holds for what was signed and nothing else', async () => {
    const path = `${FIND}?a=1`
    const init = rawRequest(key, { path, body: '{"memberNo":"1"}' })
    const sent = (to: string, more: RequestInit = {}) => ask(to, { ...init, ...more })
    const headers = new Headers(init.headers)
    headers.set('x-timestamp', String(Number(headers.get('x-timestamp')) + 1))
    const altered = [
      await sent(path, { body: '{"memberNo":"2"}' }),
      await sent(`${FIND}?a=2`),
      await sent(FIND),
      await sent(path, { method: 'PUT' }),
      await sent(path, { headers }),
    ]
    for (const { status, body } of altered) {
      expect([status, body['code']]).toEqual([401, 'SIGNATURE_INVALID'])
    }
    // As it was signed it is let in, and finds nobody.
    expect((await sent(path)).body['code']).toBe('NO_SUCH_MEMBER')
    expect((await sent(path)).body['code']).toBe('SIGNATURE_REPEATED')
  })

  it('refuses a signature of other letters like any wrong one', async () => {
    for (const signature of ['é'.repeat(64), 'g'.repeat(64), '', 'ab'.repeat(33)]) {
      const init = signed(key, { method: 'GET', path: ME }, clock.now().getTime())
      const headers = { ...init.headers, 'x-signature': signature }
      expect((await ask(ME, { ...init, headers })).body['code'], signature).toBe(
        'SIGNATURE_INVALID',
      )
    }
  })

  it.each([
    ['a body that is no JSON', { path: FIND, body: '{' }, 400, 'INVALID_INPUT'],
    [
      'a body of another kind',
      { path: FIND, body: 'a', type: 'text/csv' },
      415,
      'MEDIA_TYPE_WRONG',
    ],
    ['a body too large', { path: FIND, body: 'x'.repeat(1_048_577) }, 413, 'PAYLOAD_TOO_LARGE'],
    [
      'no idempotency key',
      { path: '/open-api/v1/holds', body: '{}' },
      400,
      'IDEMPOTENCY_KEY_NEEDED',
    ],
    ['a route that is not there', { path: '/open-api/v1/none' }, 404, 'NOT_FOUND'],
    ['no route at all', { path: '/open-api/v1' }, 404, 'NOT_FOUND'],
  ])('tells of %s as a problem', async (_, request, status, code) => {
    const answer = await ask(request.path, rawRequest(key, request))
    expect(answer.type).toBe('application/problem+json')
    expect(answer.body).toMatchObject({ status, code, type: `urn:member-desk:problem:${code}` })
    expect(answer.status).toBe(status)
    expect(answer.body['requestId']).toMatch(/^[\da-f-]{36}$/)
  })

  it('tells of a time that is over as a problem', async () => {
    const app = new Hono<AppEnv>().onError(handleError(silentLogger)).all('/*', () => {
      throw new HTTPException(504)
    })
    const answer = await app.request(ME)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 504, code: 'TIMEOUT' })
  })

  it('speaks the language that is asked for, and names the place that is wrong', async () => {
    const at = async (language: string, request: RawRequest) => {
      const init = rawRequest(key, request)
      const headers = new Headers(init.headers)
      headers.set('accept-language', language)
      return (await ask(request.path, { ...init, headers })).body
    }
    const request = { path: FIND, body: '{"memberNo":5}' }
    expect(await at('zh-CN', request)).toMatchObject({ title: expect.stringContaining('填写') })
    expect(await at('en', request)).toMatchObject({
      title: 'Some values are not valid. Check the marked fields.',
      errors: [{ pointer: '#/memberNo' }],
    })
    expect((await at('en', { path: FIND, body: '{}' }))['errors']).toMatchObject([{ pointer: '#' }])
    const inPath = { method: 'GET', path: '/open-api/v1/members/none' }
    expect((await at('en', inPath))['errors']).toMatchObject([{ parameter: 'uid' }])
  })

  it('answers a route that is not there itself where the back office has a page for any', async () => {
    const folder = mkdtempSync(join(tmpdir(), '页面 page-'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html>')
    const { everything } = start({ backOfficeDir: folder })
    const path = '/open-api/v1/none'
    const { headers } = rawRequest(key, { method: 'GET', path })
    const host = { host: '127.0.0.1', ...(headers as Record<string, string>) }
    expect((await everything.request(HOST + path, { headers: host })).status).toBe(404)
    rmSync(folder, { recursive: true })
  })

  it('limits each key by itself, says so, and spares the database of what is too much', async () => {
    const limited = start({ partnerRequestsMax: 2 })
    const other = await createApiKey(ctx, ALL)
    const told = ({ headers }: { headers: Headers }) =>
      ['ratelimit-limit', 'ratelimit-remaining'].map((name) => headers.get(name))
    const wrong = await ask(
      ME,
      rawRequest({ ...key, secret: 'x' }, { method: 'GET', path: ME }),
      limited,
    )
    expect([wrong.status, ...told(wrong)]).toEqual([401, null, null])
    expect(told(await me(key, limited))).toEqual(['2', '1'])
    expect(told(await me(key, limited))).toEqual(['2', '0'])
    const refused = await me(key, limited)
    expect(refused.body).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' })
    expect(told(refused)).toEqual(['2', '0'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(0)
    expect((await me(other, limited)).status).toBe(200)
  })

  it('lets an address that keeps failing wait, also with a signature that is right', async () => {
    const fresh = start()
    const wrong = () => me({ ...key, secret: 'x' }, fresh)
    for (let n = 0; n < 100; n += 1) expect((await wrong()).status).toBe(401)
    const { status, headers } = await me(key, fresh)
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('does not hold a busy database against who asks', async () => {
    const busy = () => Promise.reject(new AppError('DATABASE_BUSY'))
    const db = { apiKey: { findUnique: busy } } as unknown as Db
    const broken = start({ database: { ...database(), db } })
    for (let n = 0; n <= 100; n += 1) expect((await me(key, broken)).status).toBe(503)
  })

  it('says when to come back to who is refused because of the database', async () => {
    const broken = (error: Error) => {
      const findUnique = () => Promise.reject(error)
      const db = { apiKey: { findUnique } } as unknown as Db
      return me(key, start({ database: { ...database(), db } }))
    }
    for (const [code, status] of [
      ['DATABASE_LOST', 503],
      ['DISK_FULL', 507],
    ] as const) {
      const { body, headers } = await broken(new AppError(code))
      expect(body).toMatchObject({ code, status })
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
  })

  it('is still let in on a full disk where it can change nothing, once, and refused where it can', async () => {
    const { uid } = await makeBuyer(ctx)
    const path = `/open-api/v1/members/${uid}/points`
    // Its use would be noted as well.
    clock.advance(61_000)
    const look = rawRequest(key, { method: 'GET', path })
    const find = rawRequest(key, { path: FIND, body: JSON.stringify({ uid }) })
    const body = { points: 1, businessId: 'full', text: 'full' }
    const earn = { method: 'POST', path: `${path}/earn`, body, key: 'full-1' }
    const give = () => ask(earn.path, signed(key, earn, clock.now().getTime()))
    await withFullDisk(ctx, ['PointEntry', 'ApiKey'], async () => {
      for (const [where, request] of [
        [path, look],
        [FIND, find],
      ] as const) {
        expect((await ask(where, request)).status).toBe(200)
        expect((await ask(where, request)).body).toMatchObject({ code: 'SIGNATURE_REPEATED' })
      }
      expect((await give()).body).toMatchObject({ code: 'DISK_FULL', status: 507 })
    })
    expect((await give()).status).toBe(200)
  })

  it('of a key of one store reaches members of all stores; the store is where it happened', async () => {
    const [till, there] = [
      (await createStore(ctx, { code: 'POS', name: '收银店' })).id,
      (await createStore(ctx, { code: 'POS2', name: '收银店二' })).id,
    ]
    const by = await createApiKey(ctx, { ...ALL, storeId: till })
    const { id: memberId, uid } = await makeBuyer(ctx)
    await ctx.db.member.update({ where: { id: memberId }, data: { homeStoreId: there } })
    const send = async (method: 'GET' | 'POST', path: string, body?: object) => {
      const request = { method, path: `/open-api/v1${path}`, ...(body ? { body } : {}) }
      return ask(request.path, signed(by, request, clock.now().getTime()))
    }
    const points = `/members/${uid}/points`
    const earned = { points: 5, businessId: 'T-1', text: '收银' }
    const answers = [
      await send('GET', `/members/${uid}`),
      await send('POST', '/members/find', { uid }),
      await send('POST', `${points}/earn`, earned),
      await send('POST', `${points}/spend`, { ...earned, points: 1, businessId: 'T-3' }),
      await send('GET', points),
      await send('GET', `${points}/entries`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    const entries = await ctx.db.pointEntry.findMany({ where: { memberId } })
    expect(entries.map(({ storeId }) => storeId)).toEqual([till, till])
  })
})

describe('the limit of an address', () => {
  it('counts everything but requests of partners, who have their own', async () => {
    const app = new Hono<AppEnv>().onError(handleError(silentLogger))
    app.use(async (c, next) => {
      c.set('ctx', { address: '203.0.113.9' } as Ctx)
      await next()
    })
    app.use(rateLimit(1)).all('/*', (c) => c.body(null, 204))
    const statuses = async (path: string) => [
      (await app.request(path)).status,
      (await app.request(path)).status,
    ]
    expect(await statuses(ME)).toEqual([204, 204])
    expect(await statuses('/open-api/v10/me')).toEqual([204, 429])
  })
})

describe('two servers of one database', () => {
  let place: TestLocation
  let databases: Database[]
  let servers: ServerApps[]
  let ctx: Ctx<Db>
  let key: PartnerKey & { readonly id: number }
  const statusesOf = (init: RequestInit) =>
    Promise.all(
      servers.map(async ({ publicApi }) => (await publicApi.request(HOST + ME, init)).status),
    )

  beforeAll(async () => {
    place = await makeTestLocation('postgresql')
    databases = [await openTestDatabase(place), await openTestDatabase(place)]
    servers = databases.map((database) => createServer(serverDeps(database, clock)))
    const [database] = databases
    if (database) ctx = makeTestContext(database, { clock })
    key = await createApiKey(ctx, ALL)
  })
  afterAll(async () => {
    for (const database of databases) await database.close()
    await place.remove()
  })

  it('accept a nonce once each, however often it comes at the same moment', async () => {
    for (let n = 0; n < 10; n += 1) {
      const init = rawRequest(key, { method: 'GET', path: ME })
      const statuses = (await Promise.all([statusesOf(init), statusesOf(init)])).flat()
      expect(statuses.sort()).toEqual([200, 200, 401, 401])
    }
  })

  it('refuse a revoked key: where it was revoked at once, elsewhere after five seconds', async () => {
    const statuses = () =>
      Promise.all(
        servers.map(async ({ publicApi }) => {
          const init = rawRequest(key, { method: 'GET', path: ME })
          return (await publicApi.request(HOST + ME, init)).status
        }),
      )
    expect(await statuses()).toEqual([200, 200])
    await revokeApiKey(ctx, { id: key.id, reason: '不再使用' })
    expect(await statuses()).toEqual([401, 200])
    clock.advance(5_000)
    expect(await statuses()).toEqual([401, 401])
  })
})
