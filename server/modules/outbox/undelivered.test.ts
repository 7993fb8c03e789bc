import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import type { Actor } from '../../kernel/context.ts'
import { auditEntries, clearAudit } from '../../testing/audit-entries.ts'
import {
  fakeClock,
  makeTestContext,
  PROGRAM_ACTOR,
  type FakeClock,
} from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { registerMember } from '../../testing/test-events.ts'
import { createStore } from '../stores/stores.service.ts'
import {
  discardDelivery,
  dispatchOutbox,
  listUndelivered,
  retryDeadDeliveries,
  retryDelivery,
} from './outbox.service.ts'

const consumer = 'notifications'
const PAGE = { pageNo: 1, pageSize: 50 }
const REASON = '会员已当面告知'
const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describeOnBothDatabases('what could not be delivered', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let storeCount = 0

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await ctx.db.outboxEvent.deleteMany()
    await clearAudit(ctx)
  })

  const works = { notifications: () => Promise.resolve() }
  const fails = { notifications: () => Promise.reject(new Error('down')) }
  const makeDead = async (options: Parameters<typeof registerMember>[1] = {}) => {
    const member = await registerMember(ctx, options)
    const data = { status: 'dead', attempts: 8, lastError: 'TIMEOUT', finishedAt: clock.now() }
    await ctx.db.outboxDelivery.updateMany({ where: { eventId: member.eventId }, data })
    return member
  }
  const row = (eventId: string) =>
    ctx.db.outboxDelivery.findUniqueOrThrow({
      where: { eventId_consumer: { eventId, consumer } },
    })
  const openStore = () =>
    createStore(ctx, { code: `OUT${(storeCount += 1)}`, name: '门店' }).then(({ id }) => id)
  /** Somebody who sees the members of one store. */
  const leaderOf = (storeId: number): Ctx<Db> => {
    const actor: Actor = { ...PROGRAM_ACTOR, scope: { kind: 'stores', storeIds: [storeId] } }
    return { ...ctx, actor }
  }

  it('is listed with who, why, how often and when it is tried next', async () => {
    const given = await makeDead({ nickname: '阿一' })
    clock.advance(1_000)
    const failed = await registerMember(ctx, { nickname: '阿二' })
    await dispatchOutbox(ctx, fails)
    clock.advance(1_000)
    await registerMember(ctx)
    const { list, total } = await listUndelivered(ctx, PAGE)
    expect(total).toBe(2)
    expect(list).toEqual([
      {
        eventId: failed.eventId,
        consumer,
        consumerName: null,
        type: 'member.registered',
        state: 'retrying',
        attempts: 1,
        attemptsMax: 8,
        nextAttemptAt: clock.now().getTime() - 1_000 + 5_000,
        errorCode: 'INTERNAL',
        occurredAt: clock.now().getTime() - 1_000,
        member: { uid: failed.uid, nickname: '阿二', memberNo: failed.memberNo },
      },
      {
        eventId: given.eventId,
        consumer,
        consumerName: null,
        type: 'member.registered',
        state: 'dead',
        attempts: 8,
        attemptsMax: 8,
        nextAttemptAt: null,
        errorCode: 'TIMEOUT',
        occurredAt: clock.now().getTime() - 2_000,
        member: { uid: given.uid, nickname: '阿一', memberNo: given.memberNo },
      },
    ])
    const found = async (filter: object) =>
      (await listUndelivered(ctx, { ...PAGE, ...filter })).list.map(({ eventId }) => eventId)
    expect(await found({ state: 'dead' })).toEqual([given.eventId])
    expect(await found({ state: 'retrying', type: 'member.registered' })).toEqual([failed.eventId])
    expect(await found({ pageNo: 2, pageSize: 1 })).toEqual([given.eventId])
  })

  it('is delivered when it is tried again, with all its attempts anew', async () => {
    const { eventId } = await makeDead()
    await retryDelivery(ctx, { eventId, consumer })
    expect(await row(eventId)).toMatchObject({ status: 'waiting', attempts: 0, finishedAt: null })
    expect(await dispatchOutbox(ctx, works)).toBe(1)
    expect(await row(eventId)).toMatchObject({ status: 'done', attempts: 1 })
    expect(await auditEntries(ctx)).toMatchObject([
      {
        action: 'outbox.retry',
        targetType: 'delivery',
        targetId: `${eventId}/${consumer}`,
        before: { status: 'dead', attempts: 8, lastError: 'TIMEOUT' },
        after: { status: 'waiting', attempts: 0 },
      },
    ])
  })

  it('is tried again by one of two people at once', async () => {
    const { eventId } = await makeDead()
    const key = { eventId, consumer }
    const outcomes = await Promise.allSettled([retryDelivery(ctx, key), retryDelivery(ctx, key)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await auditEntries(ctx)).toHaveLength(1)
  })

  it('need not wait for its next attempt', async () => {
    const { eventId } = await registerMember(ctx)
    await dispatchOutbox(ctx, fails)
    expect(await dispatchOutbox(ctx, works)).toBe(0)
    await retryDelivery(ctx, { eventId, consumer })
    expect(await dispatchOutbox(ctx, works)).toBe(1)
    expect(await row(eventId)).toMatchObject({ status: 'done', attempts: 2 })
  })

  it('is tried again all at once, recorded with the number', async () => {
    const [one, two] = [await makeDead(), await makeDead()]
    await dispatchOutbox(ctx, works)
    expect(await retryDeadDeliveries(ctx)).toEqual({ count: 2 })
    expect(await dispatchOutbox(ctx, works)).toBe(2)
    for (const { eventId } of [one, two]) {
      expect(await row(eventId)).toMatchObject({ status: 'done', attempts: 1 })
    }
    expect(await retryDeadDeliveries(ctx)).toEqual({ count: 0 })
    expect(await auditEntries(ctx)).toMatchObject([{ action: 'outbox.retry', after: { count: 2 } }])
  })

  it('is discarded with a reason that stays in the log, and is not tried again', async () => {
    const storeId = await openStore()
    const { eventId } = await makeDead({ homeStoreId: storeId })
    await clearAudit(ctx)
    await discardDelivery(ctx, { eventId, consumer, reason: REASON })
    expect(await row(eventId)).toMatchObject({ status: 'discarded', finishedAt: clock.now() })
    expect(await dispatchOutbox(ctx, works)).toBe(0)
    expect((await listUndelivered(ctx, PAGE)).total).toBe(0)
    const [entry] = await auditEntries(ctx)
    expect(entry).toMatchObject({ action: 'outbox.discard', reason: REASON, storeId })
    await expect(retryDelivery(ctx, { eventId, consumer })).rejects.toThrow(refusal('NOT_FOUND'))
  })

  it('is not what is delivered, or has not been tried yet', async () => {
    const { eventId } = await registerMember(ctx)
    const key = { eventId, consumer }
    await expect(retryDelivery(ctx, key)).rejects.toThrow(refusal('NOT_FOUND'))
    await dispatchOutbox(ctx, works)
    const discarded = discardDelivery(ctx, { ...key, reason: REASON })
    await expect(discarded).rejects.toThrow(refusal('NOT_FOUND'))
    expect(await row(eventId)).toMatchObject({ status: 'done' })
  })

  it('is shown to those who see the member, and to nobody else', async () => {
    const [here, elsewhere] = [await openStore(), await openStore()]
    const mine = await makeDead({ homeStoreId: here })
    const theirs = await makeDead({ homeStoreId: elsewhere })
    await makeDead()
    const leader = leaderOf(here)
    const { list, total } = await listUndelivered(leader, PAGE)
    expect(list.map(({ eventId }) => eventId)).toEqual([mine.eventId])
    expect(total).toBe(1)
    const key = { eventId: theirs.eventId, consumer }
    await expect(retryDelivery(leader, key)).rejects.toThrow(refusal('NOT_FOUND'))
    const discarded = discardDelivery(leader, { ...key, reason: REASON })
    await expect(discarded).rejects.toThrow(refusal('NOT_FOUND'))
    expect(await retryDeadDeliveries(leader)).toEqual({ count: 1 })
    expect(await row(theirs.eventId)).toMatchObject({ status: 'dead' })
    expect(await row(mine.eventId)).toMatchObject({ status: 'waiting' })
  })
})
