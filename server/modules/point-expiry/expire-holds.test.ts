import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { clearLedger } from '../../testing/clear-ledger.ts'
import { makeHolder, move, pointsOf } from '../../testing/points-desk.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { postCommands } from '../points/points.service.ts'
import { expireHolds, hasTimedOutHolds } from './expire-holds.ts'

const MINUTE = 60_000

describeOnBothDatabases('holds whose time is up', (database) => {
  let ctx: Ctx<Db>
  let clock: ReturnType<typeof fakeClock>

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await clearLedger(ctx)
  })

  async function holdFor(minutes: number | null, points = 30) {
    const { id } = await makeHolder(ctx, { points: 100 })
    const expiresAt = minutes === null ? null : new Date(clock.now().getTime() + minutes * MINUTE)
    const { holdId } = await move(ctx, id, { do: 'hold', points, expiresAt })
    return { id, holdId: holdId ?? '' }
  }
  const statusOf = async (id: string) =>
    (await ctx.db.pointHold.findUniqueOrThrow({ where: { id } })).status

  it('let go by themselves, those of others stay', async () => {
    const [short, long, endless] = [await holdFor(10), await holdFor(20), await holdFor(null)]
    clock.advance(10 * MINUTE - 1)
    expect(await hasTimedOutHolds(ctx)).toBe(false)
    clock.advance(1)
    expect(await hasTimedOutHolds(ctx)).toBe(true)
    expect(await expireHolds(ctx)).toBe(1)
    expect(await expireHolds(ctx)).toBe(0)
    expect(await statusOf(short.holdId)).toBe('expired')
    expect(await statusOf(long.holdId)).toBe('open')
    expect(await statusOf(endless.holdId)).toBe('open')
    expect(await pointsOf(ctx, short.id)).toMatchObject({ available: 100 })
    expect(await pointsOf(ctx, long.id)).toMatchObject({ available: 70 })
  })

  it('are all let go, in steps', async () => {
    for (let n = 0; n < 5; n += 1) await holdFor(1)
    clock.advance(MINUTE)
    expect(await expireHolds(ctx, { step: 2 })).toBe(5)
    expect(await hasTimedOutHolds(ctx)).toBe(false)
  })

  it('end once when the order is settled at the same moment', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { id, holdId } = await holdFor(1)
      clock.advance(MINUTE)
      const about = {
        ...{ business: 'orderUse' as const, businessId: 'X1', occurredAt: clock.now() },
        explanation: { kind: 'byHand' as const },
      }
      const settle = { do: 'settle' as const, memberId: id, holdId, points: 30, about }
      const [[settled], released] = await Promise.all([
        inTransaction(ctx, (ctx) => postCommands(ctx, [settle])),
        expireHolds(ctx),
        expireHolds(ctx),
      ])
      const isSettled = settled !== undefined && 'answer' in settled
      expect(await statusOf(holdId)).toBe(isSettled ? 'settled' : 'expired')
      if (released > 0) expect(isSettled).toBe(false)
      expect(await pointsOf(ctx, id)).toMatchObject({ available: isSettled ? 70 : 100 })
      expect(await hasTimedOutHolds(ctx)).toBe(false)
    }
  })
})
