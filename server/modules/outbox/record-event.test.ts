import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import type { EventType } from './outbox.contract.ts'
import { dispatchOutbox, recordEvents, subscribe, type NewEvent } from './outbox.service.ts'

describeOnBothDatabases('what is recorded', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await ctx.db.outboxEvent.deleteMany()
    await ctx.db.outboxSubscription.deleteMany()
  })

  const registered = (memberUid: string): NewEvent => {
    return { type: 'member.registered', memberUid, payload: { memberUid, channel: 'a"b\\c 会员' } }
  }
  const updated = (memberUid: string): NewEvent => {
    return {
      type: 'member.updated',
      memberUid,
      payload: { memberUid, version: 2, status: 'active' },
    }
  }
  const record = (events: readonly NewEvent[]) =>
    inTransaction(ctx, (ctx) => recordEvents(ctx, events))
  const tell = (consumer: string, types: readonly EventType[]) =>
    inTransaction(ctx, (ctx) => subscribe(ctx, consumer, types))
  const deliveries = () =>
    ctx.db.outboxDelivery.findMany({
      select: { eventId: true, consumer: true },
      orderBy: [{ eventId: 'asc' }, { consumer: 'asc' }],
    })

  it('is written whole, many at a time, with a delivery for each who is told', async () => {
    await tell('webhook:a', ['member.registered', 'member.updated'])
    await tell('webhook:b', ['member.updated'])
    const [one, other] = [randomUUID(), randomUUID()]
    const ids = await record([registered(one), updated(other)])
    expect(await deliveries()).toEqual([
      { eventId: ids[0], consumer: 'notifications' },
      { eventId: ids[0], consumer: 'webhook:a' },
      { eventId: ids[1], consumer: 'webhook:a' },
      { eventId: ids[1], consumer: 'webhook:b' },
    ])
    const stored = { occurredAt: clock.now() }
    expect(await ctx.db.outboxEvent.findMany({ orderBy: { id: 'asc' } })).toEqual([
      { id: ids[0], ...registered(one), ...stored },
      { id: ids[1], ...updated(other), ...stored },
    ])
    const many = Array.from({ length: 60 }, () => updated(randomUUID()))
    expect(new Set(await record(many)).size).toBe(60)
    expect(await ctx.db.outboxDelivery.count({ where: { consumer: 'webhook:b' } })).toBe(61)
  })

  it('is not written where nobody is told, and no more once the last one has unsubscribed', async () => {
    const uid = randomUUID()
    expect(await record([updated(uid), registered(uid), updated(uid)])).toEqual([
      undefined,
      expect.any(String),
      undefined,
    ])
    expect(await ctx.db.outboxEvent.count()).toBe(1)
    await tell('webhook:a', ['member.updated'])
    expect(await record([updated(uid)])).toEqual([expect.any(String)])
    await tell('webhook:a', ['points.changed'])
    expect(await record([updated(uid)])).toEqual([undefined])
    await tell('webhook:a', [])
    expect(await ctx.db.outboxSubscription.count()).toBe(0)
  })

  it('reaches each who is told by itself: a slow one holds no other', async () => {
    await tell('webhook:a-slow', ['member.registered'])
    await tell('webhook:quick', ['member.registered'])
    for (let n = 0; n < 5; n += 1) await record([registered(randomUUID())])
    const told: string[] = []
    let release = (): void => undefined
    const blocked = new Promise<void>((resolve) => {
      release = resolve
    })
    let others = 0
    const done = () => {
      others += 1
      // The slow one answers only after everybody else has been told everything.
      if (others === 10) release()
    }
    await dispatchOutbox(ctx, {
      notifications: () => Promise.resolve(done()),
      webhook: async (_ctx, _event, target) => {
        if (target === 'a-slow') await blocked
        else done()
        told.push(target)
      },
    })
    expect(told.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'quick'))
    expect(told.slice(5)).toEqual(Array.from({ length: 5 }, () => 'a-slow'))
  })
})
