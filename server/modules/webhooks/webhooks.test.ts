import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries, clearAudit } from '../../testing/audit-entries.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { registerMember } from '../../testing/test-events.ts'
import { startWebhookPartner, type WebhookPartner } from '../../testing/webhook-partner.ts'
import { dispatchOutbox, listUndelivered } from '../outbox/outbox.service.ts'
import { SYSTEM_NET, type WebhookNet } from './webhook-net.ts'
import { createWebhookInput, WEBHOOKS_MAX } from './webhooks.contract.ts'
import {
  createWebhook,
  deleteWebhook,
  forgetOldAttempts,
  listAttempts,
  listWebhooks,
  makeWebhookConsumer,
  replayEvent,
  replaySince,
  rollSecret,
  testWebhook,
  updateWebhook,
} from './webhooks.service.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const PAGE = { pageNo: 1, pageSize: 50 }

/** Standard Webhooks, worked out from its text alone: HMAC-SHA-256 of `id.timestamp.body`. */
function signatureOf(
  secret: string,
  { headers, body }: WebhookPartner['received'][number],
): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

describeOnBothDatabases('webhooks', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let partner: WebhookPartner

  beforeEach(async () => {
    clock = fakeClock()
    const base = makeTestContext(database(), { clock })
    ctx = { ...base, runtime: { ...base.runtime, loopbackWebhooks: true } }
    partner = await startWebhookPartner()
    await ctx.db.outboxEvent.deleteMany()
    await ctx.db.outboxSubscription.deleteMany()
    await ctx.db.webhookEndpoint.deleteMany()
    await clearAudit(ctx)
  })
  afterEach(() => partner.close())

  const create = (over: object = {}, net?: WebhookNet) =>
    createWebhook(
      ctx,
      createWebhookInput.parse({
        name: '伙伴',
        url: partner.url,
        eventTypes: ['member.registered'],
        ...over,
      }),
      net,
    )
  const dispatch = (net: WebhookNet = SYSTEM_NET) =>
    dispatchOutbox(ctx, {
      notifications: () => Promise.resolve(),
      webhook: makeWebhookConsumer(net),
    })
  const endpoint = async () => (await listWebhooks(ctx))[0]
  const delivery = (id: string) =>
    ctx.db.outboxDelivery.findFirst({
      where: { consumer: `webhook:${id}` },
      orderBy: { eventId: 'desc' },
    })
  const answer = (status: number, text = '', headers = {}) => {
    partner.answer = (response) => response.writeHead(status, headers).end(text)
  }

  it('tell a partner what happened, signed as Standard Webhooks says', async () => {
    const { id, secret } = await create()
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
    const { uid, eventId } = await registerMember(ctx)
    clock.advance(90_500)
    await dispatch()
    const [told] = partner.received
    expect(JSON.parse(told?.body ?? '')).toEqual({
      type: 'member.registered',
      timestamp: '2026-03-18T06:26:00.000Z',
      data: { memberUid: uid, channel: 'backOffice' },
    })
    expect(told?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(clock.now().getTime() / 1_000)),
    })
    expect(told?.headers['webhook-signature']).toBe(told && signatureOf(secret, told))
    expect(await delivery(id)).toMatchObject({ status: 'done', attempts: 1 })
    expect(await endpoint()).toMatchObject({
      lastSuccessAt: clock.now().getTime(),
      lastFailureAt: null,
      waitingCount: 0,
    })
    expect(JSON.stringify(await listWebhooks(ctx))).not.toContain(secret.slice(6))
    const stored = await ctx.db.webhookEndpoint.findFirstOrThrow()
    expect(stored.secretCipher.startsWith(ctx.keys.sealedPrefix)).toBe(true)
  })

  it('are tried again after 5 s, 5 min, half an hour … and are listed as undelivered after ten attempts', async () => {
    const { id } = await create()
    answer(500, 'oops')
    await registerMember(ctx)
    const waits: number[] = []
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await dispatch()
      const row = await delivery(id)
      if (row?.status !== 'waiting') break
      waits.push(row.nextAttemptAt.getTime() - clock.now().getTime())
      clock.advance((waits.at(-1) ?? 0) - 1)
      await dispatch()
      expect(partner.received).toHaveLength(attempt)
      clock.advance(1)
    }
    const hours = [2, 5, 10, 14, 20, 24].map((count) => count * HOUR_MS)
    expect(waits).toEqual([5_000, 5 * MINUTE_MS, 30 * MINUTE_MS, ...hours])
    expect(await delivery(id)).toMatchObject({ status: 'dead', lastError: 'WEBHOOK_REFUSED' })
    expect((await listUndelivered(ctx, PAGE)).list).toMatchObject([
      { consumer: `webhook:${id}`, consumerName: '伙伴', attempts: 10, attemptsMax: 10 },
    ])
    expect(new Set(partner.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await endpoint()).toMatchObject({ deadCount: 1 })
  })

  it('note each attempt with the beginning of the answer, as one safe line, for 30 days', async () => {
    const { id } = await create()
    answer(503, `\u202e很忙\u0000\n<b>${'长'.repeat(3_000)}`)
    const { eventId } = await registerMember(ctx)
    await dispatch()
    const { list, total } = await listAttempts(ctx, { ...PAGE, id })
    expect(total).toBe(1)
    expect(list).toEqual([
      {
        id: expect.any(String),
        eventId,
        type: 'member.registered',
        at: clock.now().getTime(),
        status: 503,
        errorCode: 'WEBHOOK_REFUSED',
        durationMs: 0,
        excerpt: expect.stringMatching(/^很忙 <b>长{194}$/u),
      },
    ])
    clock.advance(30 * DAY_MS)
    expect(await forgetOldAttempts(ctx)).toBe(0)
    clock.advance(2)
    expect(await forgetOldAttempts(ctx)).toBe(1)
  })

  it('end with an endpoint whose partner answers that it is gone', async () => {
    const { id } = await create()
    answer(410)
    const first = await registerMember(ctx)
    await registerMember(ctx)
    await dispatch()
    expect(await endpoint()).toMatchObject({
      isActive: false,
      disabledReason: 'gone',
      waitingCount: 0,
    })
    const where = { consumer: `webhook:${id}`, status: 'discarded' }
    expect(await ctx.db.outboxDelivery.count({ where })).toBe(2)
    const told = partner.received.length
    await registerMember(ctx)
    await dispatch()
    expect(partner.received).toHaveLength(told)
    expect(await auditEntries(ctx, { action: 'webhook.disable' })).toHaveLength(1)
    const replay = { id, eventId: first.eventId }
    await expect(replayEvent(ctx, replay)).rejects.toMatchObject({ code: 'WEBHOOK_INACTIVE' })
  })

  it('are signed with both secrets for a day after a roll, then with the new one', async () => {
    const { id, secret: old } = await create()
    const { secret } = await rollSecret(ctx, { id })
    expect(secret).not.toBe(old)
    clock.advance(DAY_MS - 1)
    await registerMember(ctx)
    await dispatch()
    clock.advance(1)
    await registerMember(ctx)
    await dispatch()
    const [during, after] = partner.received
    expect(during?.headers['webhook-signature']).toBe(
      during && `${signatureOf(secret, during)} ${signatureOf(old, during)}`,
    )
    expect(after?.headers['webhook-signature']).toBe(after && signatureOf(secret, after))
    const written = JSON.stringify(await auditEntries(ctx))
    expect(written).toContain('webhook.rollSecret')
    for (const each of [secret, old]) expect(written).not.toContain(each.slice(6))
  })

  it('go to no internal network: neither when it is saved nor when it is sent', async () => {
    const strict = makeTestContext(database(), { clock })
    const input = createWebhookInput.parse({
      name: '内网',
      url: 'https://hooks.example.com/',
      eventTypes: ['member.registered'],
    })
    const resolving = (...addresses: string[]): WebhookNet => ({
      timeoutMs: 1_000,
      resolve: () => Promise.resolve(addresses),
    })
    const refused = { code: 'WEBHOOK_ADDRESS_REFUSED' }
    const inward = resolving('10.0.0.7')
    await expect(createWebhook(strict, input, inward)).rejects.toMatchObject(refused)
    const loopback = { ...input, url: partner.url }
    await expect(createWebhook(strict, loopback)).rejects.toMatchObject(refused)
    const { id } = await createWebhook(strict, input, resolving('93.184.215.14'))
    const { updatedAt } = (await endpoint()) ?? { updatedAt: 0 }
    const change = { ...loopback, id, isActive: true, updatedAt }
    await expect(updateWebhook(strict, change)).rejects.toMatchObject(refused)
    // The name leads elsewhere since.
    await registerMember(strict)
    await dispatchOutbox(strict, {
      notifications: () => Promise.resolve(),
      webhook: makeWebhookConsumer(resolving('169.254.169.254')),
    })
    expect(await delivery(id)).toMatchObject({ status: 'waiting', lastError: refused.code })
    expect((await listAttempts(ctx, { ...PAGE, id })).list).toMatchObject([
      { status: null, ...{ errorCode: refused.code } },
    ])
  })

  it('connect to the address that was checked, and look the name up no other way', async () => {
    const resolving = (address: string): WebhookNet => ({
      timeoutMs: 5_000,
      resolve: () => Promise.resolve([address]),
    })
    const [here, nobody] = [resolving('127.0.0.1'), resolving('127.0.0.2')]
    const { id } = await create({ url: `http://localhost:${partner.port}/hook` }, here)
    await registerMember(ctx)
    // Any other look-up of the name would reach the partner.
    await dispatch(nobody)
    expect(partner.received).toHaveLength(0)
    expect(await delivery(id)).toMatchObject({ lastError: 'WEBHOOK_UNREACHABLE' })
    clock.advance(5_000)
    await dispatch(here)
    expect(partner.received[0]?.headers.host).toBe(`localhost:${partner.port}`)
  })

  it('follow no redirect', async () => {
    const { id } = await create()
    answer(302, '', { location: `${partner.url}/elsewhere` })
    await registerMember(ctx)
    await dispatch()
    expect(partner.received.map(({ path }) => path)).toEqual(['/hook'])
    expect(await delivery(id)).toMatchObject({ status: 'waiting', lastError: 'WEBHOOK_REFUSED' })
  })

  it('give up waiting for a partner that does not answer, or never ends, and tell the others meanwhile', async () => {
    const { id: silent } = await create({ name: '不答', url: `${partner.url}/silent` })
    const { id: endless } = await create({ name: '不完', url: `${partner.url}/endless` })
    const { id: quick } = await create({ name: '快' })
    partner.answer = (response, { path }) => {
      if (path === '/hook') response.writeHead(204).end()
      if (path === '/hook/endless') response.writeHead(200).write('…')
    }
    await registerMember(ctx)
    await dispatch({ ...SYSTEM_NET, timeoutMs: 300 })
    expect(await delivery(quick)).toMatchObject({ status: 'done' })
    expect(await delivery(silent)).toMatchObject({ status: 'waiting', lastError: 'TIMEOUT' })
    expect(await delivery(endless)).toMatchObject({ status: 'waiting', attempts: 1 })
    await partner.close()
    clock.advance(5_000)
    await dispatch()
    expect(await delivery(silent)).toMatchObject({ attempts: 2, lastError: 'WEBHOOK_UNREACHABLE' })
  })

  it('are sent again: one event, or all since a time that the endpoint is told of', async () => {
    const early = await registerMember(ctx)
    clock.advance(HOUR_MS)
    const since = clock.now().getTime()
    const later = [await registerMember(ctx), await registerMember(ctx)].map(
      ({ eventId }) => eventId,
    )
    const { id } = await create()
    expect(await replaySince(ctx, { id, since })).toEqual({ count: 2 })
    // What waits already is not counted twice.
    expect(await replaySince(ctx, { id, since })).toEqual({ count: 0 })
    await dispatch()
    const told = () => partner.received.map(({ headers }) => headers['webhook-id'])
    expect(told().sort()).toEqual([...later].sort())
    await replayEvent(ctx, { id, eventId: early.eventId })
    await replayEvent(ctx, { id, eventId: later[0] ?? '' })
    await dispatch()
    expect(told()).toHaveLength(4)
    expect(told().slice(2).sort()).toEqual([early.eventId, later[0]].sort())
    const gone = { id, eventId: '00000000-0000-7000-8000-000000000000' }
    await expect(replayEvent(ctx, gone)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await auditEntries(ctx, { action: 'webhook.replay' })).toHaveLength(4)
  })

  it('are tried out with an event that means nothing, and nobody else is told of it', async () => {
    const { id, secret } = await create()
    answer(200, 'ok')
    expect(await testWebhook(ctx, { id })).toMatchObject({
      type: 'webhook.test',
      status: 200,
      errorCode: null,
      excerpt: 'ok',
    })
    const [told] = partner.received
    expect(JSON.parse(told?.body ?? '')).toMatchObject({ type: 'webhook.test' })
    expect(told?.headers['webhook-signature']).toBe(told && signatureOf(secret, told))
    expect(await ctx.db.outboxEvent.count()).toBe(0)
    expect((await listAttempts(ctx, { ...PAGE, id })).total).toBe(1)
    expect(await auditEntries(ctx, { action: 'webhook.test' })).toHaveLength(1)
  })

  it('are told of what they chose, from the next event on, and of nothing while turned off', async () => {
    const { id } = await create({ eventTypes: ['points.changed'] })
    await registerMember(ctx)
    await dispatch()
    expect(partner.received).toHaveLength(0)
    const change = (over: object, updatedAt: number) =>
      updateWebhook(ctx, {
        id,
        name: '新名',
        url: partner.url,
        eventTypes: ['member.registered'],
        isActive: true,
        updatedAt,
        ...over,
      })
    const seen = async () => (await endpoint())?.updatedAt ?? 0
    const first = await seen()
    clock.advance(1)
    await change({}, first)
    await expect(change({}, first)).rejects.toMatchObject({ code: 'EDIT_CONFLICT' })
    await registerMember(ctx)
    expect(await endpoint()).toMatchObject({ name: '新名', waitingCount: 1 })
    clock.advance(1)
    await change({ isActive: false }, await seen())
    await registerMember(ctx)
    await dispatch()
    expect(partner.received).toHaveLength(0)
    expect(await endpoint()).toMatchObject({
      isActive: false,
      disabledReason: null,
      waitingCount: 0,
    })
    const entries = await auditEntries(ctx, { action: 'webhook.update' })
    expect(entries.map(({ after }) => after)).toContainEqual({ isActive: false })
  })

  it('are deleted with what waits for them, and no more than so many are kept', async () => {
    const { id } = await create()
    await registerMember(ctx)
    await testWebhook(ctx, { id })
    await deleteWebhook(ctx, { id, reason: '合作结束' })
    expect(await delivery(id)).toMatchObject({ status: 'discarded' })
    expect(await listWebhooks(ctx)).toEqual([])
    expect(await ctx.db.webhookAttempt.count()).toBe(0)
    await registerMember(ctx)
    expect(await ctx.db.outboxDelivery.count({ where: { consumer: `webhook:${id}` } })).toBe(1)
    expect(await auditEntries(ctx, { action: 'webhook.delete' })).toMatchObject([
      { reason: '合作结束', after: { discarded: 1 } },
    ])
    await expect(rollSecret(ctx, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    for (let n = 0; n < WEBHOOKS_MAX; n += 1) await create()
    await expect(create()).rejects.toMatchObject({ code: 'WEBHOOK_LIMIT' })
  })

  it('leave nothing waiting that was written while an endpoint was turned off', async () => {
    const { id } = await create()
    const { eventId } = await registerMember(ctx)
    await ctx.db.webhookEndpoint.updateMany({ data: { isActive: false } })
    await dispatch()
    expect(partner.received).toHaveLength(0)
    expect(await delivery(id)).toMatchObject({ eventId, status: 'discarded' })
  })
})
