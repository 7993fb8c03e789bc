import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { makeBusinessZone, businessDateOf } from '../../kernel/business-zone.ts'
import { clearLedger } from '../../testing/clear-ledger.ts'
import { decide, makeHolder, move, pointsOf } from '../../testing/points-desk.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { TokenModel } from '../../testing/token-model.ts'
import { expirePoints } from './expire-points.ts'

describeOnBothDatabases('points whose last day is over', (database) => {
  let ctx: Ctx<Db>

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await clearLedger(ctx)
    await ctx.db.pointExpiryRun.deleteMany()
    await decide(ctx, { graceDays: 0 })
  })

  const earn = (memberId: number, points: number, expiresOn: string | null, isPending = false) =>
    move(ctx, memberId, { do: 'earn', points, isPending, expiresOn })
  const availableOf = async (id: number) => (await pointsOf(ctx, id)).available
  const holders = (count: number) =>
    Promise.all(Array.from({ length: count }, () => makeHolder(ctx)))
  const expiries = () =>
    ctx.db.pointEntry.findMany({
      where: { kind: 'expire' },
      orderBy: [{ memberId: 'asc' }, { seq: 'asc' }],
      select: { memberId: true, points: true, business: true, businessId: true, explanation: true },
    })

  it('can be used through the last day and are gone on the next, by one entry a member', async () => {
    const { id } = await makeHolder(ctx, { points: 7 })
    await earn(id, 10, '2026-03-18')
    await earn(id, 20, '2026-03-17')
    await earn(id, 40, '2026-03-16')
    expect(await expirePoints(ctx, { asOf: '2026-03-18' })).toEqual({ members: 1, points: 60 })
    expect(await availableOf(id)).toBe(17)
    expect(await expiries()).toEqual([
      {
        ...{ memberId: id, points: -60, business: 'expiry', businessId: '2026-03-18' },
        explanation: '{"kind":"expired","asOf":"2026-03-18"}',
      },
    ])
    await expirePoints(ctx, { asOf: '2026-03-19' })
    expect(await availableOf(id)).toBe(7)
  })

  it.each([
    ['Asia/Shanghai', '2026-03-18T15:59:59Z', '2026-03-18T16:00:00Z'],
    ['America/New_York', '2026-03-19T03:59:59Z', '2026-03-19T04:00:00Z'],
  ])('end with the day of the business in %s', async (zoneName, before, after) => {
    const { id } = await makeHolder(ctx)
    await earn(id, 10, '2026-03-18')
    const zone = makeBusinessZone(zoneName)
    const run = (at: string) => {
      const clock = fakeClock(at)
      return expirePoints({ ...ctx, clock, zone }, { asOf: businessDateOf(zone, clock.now()) })
    }
    expect(await run(before)).toEqual({ members: 0, points: 0 })
    expect(await run(after)).toEqual({ members: 1, points: 10 })
  })

  it('stay while they are held, frozen or to come, and die after the grace once they are let go', async () => {
    const { id } = await makeHolder(ctx)
    await earn(id, 10, '2026-03-10')
    const { holdId: order } = await move(ctx, id, { do: 'hold', points: 4, expiresAt: null })
    const { holdId: freeze } = await move(ctx, id, { do: 'freeze', points: 3, expiresAt: null })
    await earn(id, 5, '2026-03-10', true)
    expect(await expirePoints(ctx, { asOf: '2026-03-18' })).toEqual({ members: 1, points: 3 })
    const account = await ctx.db.pointAccount.findUniqueOrThrow({ where: { id } })
    expect(account).toMatchObject({ available: 0, held: 4, frozen: 3, pending: 5 })

    await decide(ctx, { graceDays: 2 })
    await move(ctx, id, { do: 'release', holdId: order ?? '', status: 'released' })
    await move(ctx, id, { do: 'release', holdId: freeze ?? '', status: 'released' })
    expect(await expirePoints(ctx, { asOf: '2026-03-20' })).toEqual({ members: 0, points: 0 })
    expect(await availableOf(id)).toBe(7)
    expect(await expirePoints(ctx, { asOf: '2026-03-21' })).toEqual({ members: 1, points: 7 })
  })

  it('are taken off once, however often and by however many at once it is done', async () => {
    const all = await holders(12)
    for (const { id } of all) await earn(id, 10, '2026-03-17')
    const given = { asOf: '2026-03-18', step: 3 }
    const runs = await Promise.all([expirePoints(ctx, given), expirePoints(ctx, given)])
    expect(runs.reduce((sum, { points }) => sum + points, 0)).toBe(120)
    expect(await expirePoints(ctx, given)).toEqual({ members: 0, points: 0 })
    expect((await expiries()).map(({ points }) => points)).toEqual(all.map(() => -10))
    expect(await ctx.db.pointExpiryRun.findMany()).toMatchObject([
      { asOf: '2026-03-18', members: 12, points: 120n, finishedAt: ctx.clock.now() },
    ])
  })

  it('are all taken off when a run that was killed in the middle is done again', async () => {
    const all = await holders(9)
    for (const { id } of all) await earn(id, 10, '2026-03-17')
    const killed = new AbortController()
    const seen: number[] = []
    const onProgress = (done: number, total: number) => {
      seen.push(done)
      expect(total).toBe(9)
      if (done === 4) killed.abort()
    }
    const given = { asOf: '2026-03-18', step: 2, onProgress }
    await expect(expirePoints(ctx, { ...given, signal: killed.signal })).rejects.toThrow()
    expect(seen).toEqual([2, 4])
    expect(await expiries()).toHaveLength(4)
    expect((await ctx.db.pointExpiryRun.findFirstOrThrow()).finishedAt).toBeNull()
    await expirePoints(ctx, { asOf: '2026-03-18', step: 2 })
    expect(await expiries()).toHaveLength(9)
    expect(await ctx.db.pointExpiryRun.findFirst()).toMatchObject({ members: 9, points: 90n })
  })

  it('agree with a heap of single points, whatever there is', async () => {
    const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-03-0${n}`)
    const lot = fc.record({
      points: fc.integer({ min: 1, max: 9 }),
      expiresOn: day,
      isPending: fc.boolean(),
      held: fc.integer({ min: 0, max: 5 }),
    })
    const given = fc.array(fc.array(lot, { maxLength: 4 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(given, day, fc.integer({ min: 1, max: 3 }), async (people, asOf, step) => {
        await clearLedger(ctx)
        const all = await holders(people.length)
        const models: TokenModel[] = []
        for (const [i, lots] of people.entries()) {
          const [model, id] = [new TokenModel(), all[i]?.id ?? 0]
          models.push(model)
          for (const { points, expiresOn, isPending, held } of lots) {
            const { lotId } = await earn(id, points, expiresOn, isPending)
            model.earn(lotId ?? '', points, { earnedAt: 0, expiresOn, isPending })
            if (held === 0 || !model.canSpend(held)) continue
            const { holdId } = await move(ctx, id, { do: 'hold', points: held, expiresAt: null })
            model.setAside(`hold ${holdId ?? ''}`, held)
          }
        }
        await expirePoints(ctx, { asOf, step })
        for (const [i, model] of models.entries()) {
          model.expire(asOf, 'expiry')
          const none = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0 }
          const id = all[i]?.id ?? 0
          const account = (await ctx.db.pointAccount.findUnique({ where: { id } })) ?? none
          expect(account).toMatchObject(model.balances())
        }
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})
