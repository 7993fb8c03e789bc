import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeMember, registerMember } from '../../testing/test-events.ts'
import {
  dispatchOutbox,
  forgetOldEvents,
  hasDueDeliveries,
  recordEvent,
  type Consumer,
  type Consumers,
  type OutboxEvent,
} from './outbox.service.ts'

const DAY_MS = 24 * 3_600_000

describeOnBothDatabases('the outbox', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let told: OutboxEvent[]

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    told = []
    await ctx.db.outboxEvent.deleteMany()
  })

  const listens: Consumers = {
    notifications: (_ctx, event) => {
      told.push(event)
      return Promise.resolve()
    },
  }
  const consumed = (notifications: Consumer): Consumers => ({ notifications })
  const refusing = (error: Error = new AppError('DATABASE_BUSY')) =>
    consumed(() => Promise.reject(error))
  const delivery = () => ctx.db.outboxDelivery.findFirstOrThrow()

  it('keeps an event and its cause together: both or neither', async () => {
    const uid = (await makeMember(ctx)).uid
    const payload = { memberUid: uid, channel: 'backOffice' }
    const event = { type: 'member.registered', memberUid: uid, payload } as const
    const cause = (ctx: Ctx, nickname: string) =>
      ctx.db.member.update({ where: { uid }, data: { nickname } })
    const refused = inTransaction(ctx, async (ctx) => {
      await cause(ctx, '没改成')
      await recordEvent(ctx, event)
      throw new AppError('NOT_FOUND')
    })
    await expect(refused).rejects.toThrow(AppError)
    expect(await ctx.db.outboxEvent.count()).toBe(0)
    expect(await ctx.db.outboxDelivery.count()).toBe(0)
    await inTransaction(ctx, async (ctx) => {
      await cause(ctx, '改成了')
      await recordEvent(ctx, event)
    })
    expect(await ctx.db.outboxEvent.count()).toBe(1)
    expect(await ctx.db.outboxDelivery.findMany()).toMatchObject([
      { consumer: 'notifications', status: 'waiting', attempts: 0 },
    ])
  })

  it('tells each consumer what happened, once', async () => {
    const { uid, eventId } = await registerMember(ctx)
    expect(await hasDueDeliveries(ctx, listens)).toBe(true)
    expect(await dispatchOutbox(ctx, listens)).toBe(1)
    expect(told).toEqual([
      {
        id: eventId,
        type: 'member.registered',
        memberUid: uid,
        payload: { memberUid: uid, channel: 'backOffice' },
        occurredAt: clock.now(),
      },
    ])
    expect(await delivery()).toMatchObject({ status: 'done', attempts: 1, lastError: null })
    expect(await hasDueDeliveries(ctx, listens)).toBe(false)
    expect(await dispatchOutbox(ctx, listens)).toBe(0)
    expect(told).toHaveLength(1)
  })

  it('tries what failed again after 5 s, 10 s, 20 s, and forgets the error once it is done', async () => {
    await registerMember(ctx)
    for (const [attempts, waitMs] of [
      [1, 5_000],
      [2, 10_000],
      [3, 20_000],
    ] as const) {
      expect(await dispatchOutbox(ctx, refusing())).toBe(1)
      expect(await delivery()).toMatchObject({
        status: 'waiting',
        attempts,
        lastError: 'DATABASE_BUSY',
        nextAttemptAt: new Date(clock.now().getTime() + waitMs),
      })
      clock.advance(waitMs - 1)
      expect(await dispatchOutbox(ctx, listens)).toBe(0)
      clock.advance(1)
    }
    expect(await dispatchOutbox(ctx, listens)).toBe(1)
    expect(await delivery()).toMatchObject({ status: 'done', attempts: 4, lastError: null })
  })

  it('gives up after eight attempts and tries no more by itself', async () => {
    await registerMember(ctx)
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(await dispatchOutbox(ctx, refusing())).toBe(1)
      clock.advance(DAY_MS)
    }
    expect(await delivery()).toMatchObject({ status: 'dead', attempts: 8 })
    expect(await hasDueDeliveries(ctx, listens)).toBe(false)
    expect(await dispatchOutbox(ctx, listens)).toBe(0)
    expect(told).toEqual([])
  })

  it('keeps a code of what went wrong, never the words of a driver', async () => {
    await registerMember(ctx)
    await dispatchOutbox(ctx, refusing(new Error('duplicate key (mobile)=(13800136207)')))
    expect((await delivery()).lastError).toBe('INTERNAL')
  })

  it('tries again what a server took and never finished, and counts that attempt', async () => {
    await registerMember(ctx)
    const row = await delivery()
    // What a process leaves behind that is killed while it works.
    const takenTo = new Date(clock.now().getTime() + 60_000)
    const taken = { attempts: 1, nextAttemptAt: takenTo }
    await ctx.db.outboxDelivery.updateMany({ where: { eventId: row.eventId }, data: taken })
    expect(await dispatchOutbox(ctx, listens)).toBe(0)
    clock.advance(60_000)
    expect(await dispatchOutbox(ctx, listens)).toBe(1)
    expect(await delivery()).toMatchObject({ status: 'done', attempts: 2 })
  })

  it('gives up what took the server down eight times', async () => {
    await registerMember(ctx)
    await ctx.db.outboxDelivery.updateMany({ data: { attempts: 8 } })
    expect(await dispatchOutbox(ctx, listens)).toBe(0)
    expect(told).toEqual([])
    expect(await delivery()).toMatchObject({ status: 'dead', lastError: 'DELIVERY_INTERRUPTED' })
  })

  it('is handed on by one of two dispatchers at once', async () => {
    for (let count = 0; count < 20; count += 1) await registerMember(ctx)
    const other = makeTestContext(database(), { clock })
    await Promise.all([dispatchOutbox(ctx, listens), dispatchOutbox(other, listens)])
    expect(told).toHaveLength(20)
    expect(new Set(told.map(({ id }) => id)).size).toBe(20)
    expect(await ctx.db.outboxDelivery.count({ where: { status: 'done', attempts: 1 } })).toBe(20)
  })

  it('belongs to who works on it, until a minute has passed', async () => {
    await registerMember(ctx)
    const other = makeTestContext(database(), { clock })
    const seen: number[] = []
    const consumers = consumed(async () => {
      seen.push(await dispatchOutbox(other, listens))
      clock.advance(60_000)
      seen.push(await dispatchOutbox(other, listens))
    })
    await dispatchOutbox(ctx, consumers)
    expect(seen).toEqual([0, 1])
    // What the first one notes afterwards counts no more.
    expect(await delivery()).toMatchObject({ status: 'done', attempts: 2 })
  })

  it('does not wait for a consumer that never answers, nor let one failure stop others', async () => {
    const slow = await registerMember(ctx)
    await registerMember(ctx)
    const consumers = consumed((ctx, event) =>
      event.memberUid === slow.uid
        ? new Promise(() => undefined)
        : listens.notifications(ctx, event),
    )
    expect(await dispatchOutbox(ctx, consumers, { timeLimitMs: 5 })).toBe(2)
    expect(told).toHaveLength(1)
    const where = { eventId: slow.eventId }
    expect(await ctx.db.outboxDelivery.findFirst({ where })).toMatchObject({
      status: 'waiting',
      lastError: 'TIMEOUT',
    })
  })

  it('leaves what somebody decided while a consumer worked', async () => {
    await registerMember(ctx)
    const consumers = consumed(async () => {
      await ctx.db.outboxDelivery.updateMany({ data: { status: 'discarded' } })
    })
    await dispatchOutbox(ctx, consumers)
    expect(await delivery()).toMatchObject({ status: 'discarded' })
  })

  it('leaves events and consumers that it does not know to servers that do', async () => {
    const { eventId } = await registerMember(ctx)
    await ctx.db.outboxDelivery.updateMany({ data: { consumer: 'newer' } })
    expect(await hasDueDeliveries(ctx, listens)).toBe(false)
    await ctx.db.outboxDelivery.updateMany({ data: { consumer: 'notifications' } })
    await ctx.db.outboxEvent.updateMany({ where: { id: eventId }, data: { type: 'newer.event' } })
    expect(await hasDueDeliveries(ctx, listens)).toBe(false)
    expect(await dispatchOutbox(ctx, listens)).toBe(0)
  })

  it('forgets events that everybody is done with after 90 days, and keeps what is undelivered', async () => {
    await registerMember(ctx)
    await dispatchOutbox(ctx, listens)
    const dead = await registerMember(ctx)
    await ctx.db.outboxDelivery.updateMany({
      where: { eventId: dead.eventId },
      data: { status: 'dead' },
    })
    clock.advance(90 * DAY_MS - 1)
    expect(await forgetOldEvents(ctx)).toBe(0)
    clock.advance(2)
    expect(await forgetOldEvents(ctx)).toBe(1)
    expect(await ctx.db.outboxEvent.findMany()).toMatchObject([{ id: dead.eventId }])
  })
})
