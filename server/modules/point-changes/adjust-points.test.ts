import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { decide, makeHolder, move, pointsOf } from '../../testing/points-desk.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { createStore } from '../stores/stores.service.ts'
import {
  adjustPoints,
  getStanding,
  previewReversal,
  reverseEntry,
} from './point-changes.service.ts'

let count = 0

describeOnBothDatabases('points changed by hand', (database) => {
  let ctx: Ctx<Db>
  let staff: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    count += 1
    staff = await asStaff(
      ctx,
      await makeStaff(ctx, { username: `hand${count}`, roles: ['operator'] }),
    )
    await decide(ctx, { approvalAbove: null, shortfall: 'debt' })
  })
  const wish = (memberUid: string, points: number, more: object = {}) => ({
    ...{ memberUid, points, reason: '客诉补偿', key: randomUUID() },
    ...more,
  })

  it('come to exactly what there was and the change, each with its entry and record', async () => {
    const { id, uid } = await makeHolder(ctx, { points: 3268 })
    expect(await getStanding(staff, { memberUid: uid })).toMatchObject({
      ...{ available: 3268, freezable: 3268, today: '2026-03-18', expiresOn: '2027-03-18' },
    })
    const given = await adjustPoints(staff, wish(uid, 3900))
    expect(given).toMatchObject({ kind: 'done', points: 3900, available: 7168 })
    expect(await adjustPoints(staff, wish(uid, -168))).toMatchObject({ available: 7000 })
    const entries = await ctx.db.pointEntry.findMany({
      where: { memberId: id },
      orderBy: { seq: 'desc' },
    })
    expect(entries[0]).toMatchObject({
      points: -168,
      balanceAfter: 7000,
      actorName: staff.actor.name,
    })
    expect(entries[1]).toMatchObject({ business: 'manual', reason: '客诉补偿', points: 3900 })
    const lot = await ctx.db.pointLot.findFirstOrThrow({ where: { entryId: entries[1]?.id ?? '' } })
    expect(lot.expiresOn).toBe('2027-03-18')
    const records = await auditEntries(ctx, { action: 'points.adjust', targetId: uid })
    expect(records.map(({ after }) => after)).toMatchObject([
      { points: 3900, available: 7168 },
      { points: -168, available: 7000 },
    ])
  })

  it('last until the day that was asked for, never into the past', async () => {
    const { id, uid } = await makeHolder(ctx)
    await adjustPoints(staff, wish(uid, 10, { expiresOn: '2026-03-18' }))
    await adjustPoints(staff, wish(uid, 10, { expiresOn: null }))
    const lots = await ctx.db.pointLot.findMany({ where: { memberId: id }, orderBy: { id: 'asc' } })
    expect(lots.map(({ expiresOn }) => expiresOn)).toEqual(['2026-03-18', null])
    const past = adjustPoints(staff, wish(uid, 10, { expiresOn: '2026-03-17' }))
    await expect(past).rejects.toMatchObject({ code: 'DATE_PAST' })
  })

  it('are not taken beyond what is available, and the key stays free', async () => {
    const { id, uid } = await makeHolder(ctx, { points: 50 })
    const asked = wish(uid, -60)
    await expect(adjustPoints(staff, asked)).rejects.toMatchObject({
      ...{ code: 'POINTS_INSUFFICIENT', params: { available: 50, wanted: 60 } },
    })
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 50 })
    await move(ctx, id, { do: 'earn', points: 10, isPending: false, expiresOn: null })
    expect(await adjustPoints(staff, asked)).toMatchObject({ available: 0 })
  })

  it('with one key change once, also when it is sent many times at once', async () => {
    const { id, uid } = await makeHolder(ctx)
    const asked = wish(uid, 30)
    const answers = await Promise.all(Array.from({ length: 8 }, () => adjustPoints(staff, asked)))
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
    await adjustPoints(staff, wish(uid, 5))
    expect(await adjustPoints(staff, asked)).toEqual(answers[0])
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 35 })
    expect(await auditEntries(ctx, { action: 'points.adjust', targetId: uid })).toHaveLength(2)
    const other = adjustPoints(staff, { ...asked, points: 31 })
    await expect(other).rejects.toMatchObject({ code: 'KEY_REUSED' })
  })

  it('are answered as then, also when the setting asks for approval since', async () => {
    const { uid } = await makeHolder(ctx)
    const asked = wish(uid, 30, { expiresOn: '2026-03-18' })
    const before = await adjustPoints(staff, asked)
    await decide(ctx, { approvalAbove: 10 })
    expect(await adjustPoints(staff, asked)).toEqual(before)
  })

  it('are not those of a member of another store', async () => {
    const [own, foreign] = [
      await createStore(ctx, { code: `OWN${count}`, name: '本店' }),
      await createStore(ctx, { code: `FAR${count}`, name: '外店' }),
    ]
    const here = { ...staff.actor, scope: { kind: 'stores', storeIds: [own.id] } } as const
    const leader = { ...staff, actor: here }
    const mine = await makeHolder(ctx, { points: 10, homeStoreId: own.id })
    const theirs = await makeHolder(ctx, { points: 10, homeStoreId: foreign.id })
    expect(await adjustPoints(leader, wish(mine.uid, 5))).toMatchObject({ available: 15 })
    const beyond = adjustPoints(leader, wish(theirs.uid, 5))
    await expect(beyond).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const entry = await ctx.db.pointEntry.findFirstOrThrow({ where: { memberId: theirs.id } })
    const back = { entryId: entry.id, points: null, reason: '记错了', key: randomUUID() }
    await expect(reverseEntry(leader, back)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await pointsOf(ctx, theirs.id)).toMatchObject({ available: 10 })
  })

  const entryOf = (outcome: Awaited<ReturnType<typeof adjustPoints>>): string => {
    if (outcome.kind !== 'done') throw new Error('it was done at once')
    return outcome.entryId
  }

  it.each([
    { shortfall: 'debt', after: { available: 0, debt: 80 }, forgone: 0 },
    { shortfall: 'floor', after: { available: 0, debt: 0 }, forgone: 80 },
  ] as const)('are taken back as shown before; what is spent: $shortfall', async (given) => {
    await decide(ctx, { shortfall: given.shortfall })
    const { id, uid } = await makeHolder(ctx)
    const entryId = entryOf(await adjustPoints(staff, wish(uid, 100)))
    await move(ctx, id, { do: 'spend', points: 80 })
    const shown = await previewReversal(staff, { entryId, points: null })
    expect(shown).toMatchObject({ left: 100, availableBefore: 20, ...given.after })
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 20, debt: 0 })
    const back = { entryId, points: null, reason: '记错了', key: randomUUID() }
    const done = await reverseEntry(staff, back)
    expect(done).toMatchObject({ ...given.after, forgone: given.forgone })
    expect(await reverseEntry(staff, back)).toEqual(done)
    expect(await pointsOf(ctx, id)).toMatchObject(given.after)
    const again = reverseEntry(staff, { ...back, key: randomUUID() })
    await expect(again).rejects.toMatchObject({ code: 'POINTS_TAKEN_BACK' })
  })

  it('are taken back by hand only where no order is behind them', async () => {
    const { id, uid } = await makeHolder(ctx)
    const entryId = entryOf(await adjustPoints(staff, wish(uid, 100)))
    await ctx.db.pointEntry.update({ where: { id: entryId }, data: { business: 'orderAward' } })
    const back = { entryId, points: 5, reason: '记错了', key: randomUUID() }
    await expect(reverseEntry(staff, back)).rejects.toMatchObject({ code: 'NOT_REVERSIBLE' })
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 100 })
  })
})
