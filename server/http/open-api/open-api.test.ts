import { createHmac } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createServer, type ServerApps } from '../../app.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { createApiKey, revokeApiKey } from '../../modules/api-keys/api-keys.service.ts'
import { signatureOf } from '../../modules/api-keys/authenticate-partner.ts'
import { API_SCOPES } from '../../modules/api-keys/api-keys.contract.ts'
import { makeBuyer } from '../../testing/order-desk.ts'
import { signed, type PartnerKey, type PartnerRequest } from '../../testing/partner-client.ts'
import { serverDeps } from '../../testing/server-deps.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'

it('the signature is that of the description', () => {
  // printf 'POST\n/open-api/v1/quotes?x=1\n1773815160\nabcdefghijklmnop\n<sha256 of {}>' | openssl dgst -sha256 -hmac secret
  const hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
  const text = `POST\n/open-api/v1/quotes?x=1\n1773815160\nabcdefghijklmnop\n${hash}`
  const made = signatureOf('secret', {
    ...{ method: 'POST', path: '/open-api/v1/quotes?x=1', timestamp: '1773815160' },
    ...{ nonce: 'abcdefghijklmnop', body: new TextEncoder().encode('{}') },
  })
  expect(made).toBe(createHmac('sha256', 'secret').update(text).digest('hex'))
  expect(made).toBe('08ec4636015618cfbace6e85afed85a7b37fb3dfbdd8ea70cab45902c22d2a08')
})

const anything = z.record(z.string(), z.any())

describeOnBothDatabases('the partner API', (database) => {
  const clock = fakeClock()
  let ctx: Ctx<Db>
  let apps: ServerApps
  let key: PartnerKey
  let member: { id: number; uid: string }
  const makeKey = (more: object = {}) =>
    createApiKey(ctx, {
      ...{ name: '商城', scopes: [...API_SCOPES], source: 'mall', storeId: null },
      ...more,
    })
  const send = async (request: PartnerRequest, by: PartnerKey = key) => {
    const init = signed(by, request, clock.now().getTime())
    const path = request.path
    const answer = await apps.publicApi.request(`http://127.0.0.1${path}`, init)
    const body = anything.parse(await answer.json())
    return { status: answer.status, headers: answer.headers, body }
  }
  const get = (path: string, by?: PartnerKey) =>
    send({ method: 'GET', path: `/open-api/v1${path}` }, by)
  const post = (path: string, body: unknown, more: Partial<PartnerRequest> = {}) =>
    send({ method: 'POST', path: `/open-api/v1${path}`, body, ...more })

  beforeAll(async () => {
    ctx = makeTestContext(database(), { clock })
    apps = createServer(serverDeps(database(), clock))
    key = await makeKey()
    member = await makeBuyer(ctx)
  })

  it('knows whose key has signed, and tells how much it may still ask', async () => {
    const { status, body, headers } = await get('/me')
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: '商城', source: 'mall', scopes: [...API_SCOPES] })
    expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(
      Number(headers.get('ratelimit-limit')),
    )
  })

  it.each([
    ['another path', { 'x-signature': '' }],
    ['a wrong key', { 'x-key-id': 'mk_unknown' }],
    ['an old time', { 'x-timestamp': '1000' }],
    ['a short nonce', { 'x-nonce': 'short' }],
  ])('refuses %s alike', async (_, headers) => {
    const {
      status,
      body,
      headers: answered,
    } = await send({
      ...{ method: 'GET', path: '/open-api/v1/me', headers },
    })
    expect(status).toBe(401)
    expect(answered.get('content-type')).toContain('application/problem+json')
    expect(body).toMatchObject({ status: 401, code: 'SIGNATURE_INVALID' })
    expect(body.type).toBe('urn:member-desk:problem:SIGNATURE_INVALID')
  })

  it('accepts a nonce once, also when it comes twice at the same time', async () => {
    const init = signed(key, { method: 'GET', path: '/open-api/v1/me' }, clock.now().getTime())
    const other = createServer(serverDeps(database(), clock)).publicApi
    const answers = await Promise.all(
      [apps.publicApi, apps.publicApi, other].map(async (app) =>
        app.request('http://127.0.0.1/open-api/v1/me', init),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
  })

  it('refuses a timestamp that is more than 300 s off, though it is signed', async () => {
    const off = (ms: number) =>
      signed(key, { method: 'GET', path: '/open-api/v1/me' }, clock.now().getTime() + ms)
    const statusOf = async (ms: number) =>
      (await apps.publicApi.request('http://127.0.0.1/open-api/v1/me', off(ms))).status
    expect(await statusOf(-299_000)).toBe(200)
    expect(await statusOf(-302_000)).toBe(401)
    expect(await statusOf(302_000)).toBe(401)
  })

  it('asks each route for its scope, and refuses a key that was revoked', async () => {
    const small = await makeKey({ scopes: ['members.read'], source: null })
    const refused = await get(`/members/${member.uid}/points`, small)
    expect(refused).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } })
    expect((await get(`/members/${member.uid}`, small)).status).toBe(200)
    await revokeApiKey(ctx, { id: small.id, reason: '不再使用' })
    expect((await get(`/members/${member.uid}`, small)).status).toBe(401)
  })

  it('finds members by a number in the body and shows mobiles masked', async () => {
    await ctx.db.member.update({ where: { id: member.id }, data: { cardNo: 'C-1' } })
    const found = await post('/members/find', { cardNo: 'C-1' })
    expect(found).toMatchObject({ status: 200, body: { uid: member.uid, mobile: null } })
    expect((await post('/members/find', { cardNo: 'C-2' })).status).toBe(404)
    const both = await post('/members/find', { cardNo: 'C-1', memberNo: '1' })
    expect(both).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } })
  })

  it('needs a key for each write, and says which field is wrong', async () => {
    const path = `/members/${member.uid}/points/earn`
    const asked = { points: 10, businessId: 'x', text: '评价' }
    const without = await post(path, asked, { headers: { 'idempotency-key': '' } })
    expect(without.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_NEEDED', status: 400 })
    const wrong = await post(path, { ...asked, points: 1.5 })
    expect(wrong.body).toMatchObject({ errors: [{ pointer: '#/points' }] })
  })

  it('gives once by a key, answers alike, and refuses another body with 422', async () => {
    const path = `/members/${member.uid}/points/earn`
    const asked = { points: 70, businessId: 'share-1', text: '分享' }
    const first = await post(path, asked, { key: 'once' })
    expect(first).toMatchObject({ status: 200, body: { points: 70 } })
    const again = await post(path, asked, { key: 'once' })
    expect(again.body).toEqual(first.body)
    const other = await post(path, { ...asked, points: 71 }, { key: 'once' })
    expect(other).toMatchObject({ status: 422, body: { code: 'KEY_REUSED' } })
  })

  it('leads an order from quote to refund', async () => {
    const { uid } = await makeBuyer(ctx)
    await post(`/members/${uid}/points/earn`, { points: 1_000, businessId: 'a', text: '活动' })
    const basket = { memberUid: uid, lines: [{ amountFen: 3_000 }, { amountFen: 2_000 }] }
    const quoted = await post('/quotes', { ...basket, points: 500 })
    expect(quoted.body).toMatchObject({
      ...{ amountFen: 5_000, available: 1_000, most: { points: 1_000, fen: 1_000, why: null } },
      use: { points: 500, fen: 500 },
      lines: [
        { payFen: 2_700, points: 300 },
        { payFen: 1_800, points: 200 },
      ],
      award: { points: 450, isPending: true },
    })
    const held = await post('/holds', { ...basket, points: 500, orderNo: 'Q-1' })
    expect(held.body).toMatchObject({
      points: 500,
      fen: 500,
      balance: { available: 500, held: 500 },
    })
    const occurredAt = clock.now().toISOString()
    const paid = await post('/order-events', {
      ...{ kind: 'paid', orderNo: 'Q-1', occurredAt, member: { uid } },
      lines: [
        { quantity: 1, paidFen: 2_700 },
        { quantity: 2, paidFen: 1_800 },
      ],
      points: { used: 500, holdId: held.body.holdId },
    })
    expect(paid).toMatchObject({ status: 200, body: { points: { awarded: 450, used: 500 } } })
    expect((await get(`/holds/${held.body.holdId}`)).body).toMatchObject({ status: 'settled' })
    await post('/order-events', { kind: 'completed', orderNo: 'Q-1', occurredAt })
    const refund = { kind: 'refunded', orderNo: 'Q-1', occurredAt, refundNo: 'R1' }
    const refunded = await post('/order-events', {
      ...refund,
      lines: [{ lineNo: 2, refundFen: 900, quantity: 1 }],
    })
    // Line 2 gave 180 and used 200: half of both.
    expect(refunded.body.points).toMatchObject({ takenBack: 90, givenBack: 100 })
    expect((await get(`/members/${uid}/points`)).body).toMatchObject({
      ...{ available: 960, held: 0, pending: 0, debt: 0 },
    })
    const page = await get(`/members/${uid}/points/entries?limit=4`)
    expect(page.body.items).toHaveLength(4)
    const rest = await get(
      `/members/${uid}/points/entries?limit=4&cursor=${page.body.nextCursor as string}`,
    )
    expect(rest.body).toMatchObject({ items: [{}, {}], nextCursor: null })
    expect((await get('/orders/Q-1')).body).toMatchObject({
      awarded: 450,
      takenBack: 90,
      used: 500,
    })
  })

  it('keeps what comes before its payment, and says so with 202', async () => {
    const occurredAt = clock.now().toISOString()
    const early = await post('/order-events', { kind: 'completed', orderNo: 'E-1', occurredAt })
    expect(early).toMatchObject({ status: 202, body: { status: 'parked' } })
  })

  it('describes every route that it has', async () => {
    const answer = await apps.publicApi.request('http://127.0.0.1/openapi.json')
    const document = anything.parse(await answer.json())
    expect(document['openapi']).toMatch(/^3\.1\./)
    const described = Object.entries<Record<string, { operationId?: string }>>(document['paths'])
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { operationId }]) => {
          expect(operationId).toBeTruthy()
          return `${method.toUpperCase()} /open-api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
        }),
      )
      .sort()
    const mounted = apps.publicApi.routes
      .filter(({ path, method }) => path.startsWith('/open-api/') && method !== 'ALL')
      .map(({ path, method }) => `${method} ${path}`)
    expect([...new Set(mounted)].sort()).toEqual(described)
  })
})
