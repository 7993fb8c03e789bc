import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { clearLedger } from '../../testing/clear-ledger.ts'
import { decide, makeHolder, move } from '../../testing/points-desk.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { createStore } from '../stores/stores.service.ts'
import { expirePoints } from './expire-points.ts'
import { getExpiryMonth, getExpiryState, getExpiryYear, listDayMembers } from './expiry.queries.ts'

let stores = 0

describeOnBothDatabases('the calendar of points that end', (database) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await clearLedger(ctx)
    await ctx.db.pointExpiryRun.deleteMany()
    await ctx.db.job.deleteMany()
    await decide(ctx, { graceDays: 0 })
  })
  const earn = (memberId: number, points: number, expiresOn: string, isPending = false) =>
    move(ctx, memberId, { do: 'earn', points, isPending, expiresOn })

  async function fill() {
    stores += 1
    const { id: homeStoreId } = await createStore(ctx, { code: `E${stores}`, name: '店' })
    const [one, two] = [await makeHolder(ctx, { homeStoreId }), await makeHolder(ctx)]
    await earn(one.id, 10, '2026-03-10')
    await earn(two.id, 20, '2026-03-10')
    await earn(one.id, 1, '2026-03-18')
    await earn(one.id, 2, '2026-03-31')
    await earn(one.id, 4, '2026-03-31')
    await earn(two.id, 8, '2026-03-31')
    await earn(two.id, 100, '2026-03-31', true)
    await earn(two.id, 16, '2026-12-31')
    const scope = { kind: 'stores', storeIds: [homeStoreId] } as const
    return { one, two, own: { ...ctx, actor: { ...ctx.actor, scope } } }
  }

  it('counts points and members by day: what was taken off, and what can be used until then', async () => {
    const { own } = await fill()
    expect(await getExpiryState(ctx)).toMatchObject({ last: null, overdueLots: 2 })
    await expirePoints(ctx, { asOf: '2026-03-11' })
    expect(await getExpiryMonth(ctx, { month: '2026-03' })).toEqual({
      today: '2026-03-18',
      days: [
        { day: '2026-03-10', points: 30, members: 2, isOver: true },
        { day: '2026-03-18', points: 1, members: 1, isOver: false },
        { day: '2026-03-31', points: 14, members: 2, isOver: false },
      ],
    })
    expect((await getExpiryMonth(own, { month: '2026-03' })).days).toEqual([
      { day: '2026-03-10', points: 10, members: 1, isOver: true },
      { day: '2026-03-18', points: 1, members: 1, isOver: false },
      { day: '2026-03-31', points: 6, members: 1, isOver: false },
    ])
    const { points } = await getExpiryYear(ctx, { year: 2026 })
    expect(points).toEqual([0, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 16])
    expect(await getExpiryState(ctx)).toMatchObject({
      ...{ today: '2026-03-18', overdueLots: 0, running: null },
      last: { asOf: '2026-03-11', members: 2, points: 30 },
    })
  })

  it('names the members of a day whom the actor sees, a page at a time', async () => {
    const { one, two, own } = await fill()
    await expirePoints(ctx, { asOf: '2026-03-11' })
    const of = async (who: Ctx, day: string) => {
      const { list, next } = await listDayMembers(who, { day, after: 0 })
      expect(next).toBeNull()
      return list.map(({ uid, points }) => [uid, points])
    }
    expect(await of(ctx, '2026-03-31')).toEqual([
      [one.uid, 6],
      [two.uid, 8],
    ])
    expect(await of(own, '2026-03-31')).toEqual([[one.uid, 6]])
    expect(await of(ctx, '2026-03-10')).toEqual([
      [one.uid, 10],
      [two.uid, 20],
    ])
    expect(await of(own, '2026-03-10')).toEqual([[one.uid, 10]])
    for (let n = 0; n < 51; n += 1) await earn((await makeHolder(ctx)).id, 3, '2026-05-01')
    const first = await listDayMembers(ctx, { day: '2026-05-01', after: 0 })
    expect(first.list).toHaveLength(50)
    const rest = await listDayMembers(ctx, { day: '2026-05-01', after: first.next ?? 0 })
    expect(rest).toMatchObject({ list: [{ points: 3 }], next: null })
  })
})
