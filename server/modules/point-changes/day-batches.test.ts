import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { clearLedger } from '../../testing/clear-ledger.ts'
import { makeJobRunners, type JobRunners } from '../../testing/job-runners.ts'
import { decide, makeHolder, move, pointsOf } from '../../testing/points-desk.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { expirePoints } from '../point-expiry/expire-points.ts'
import { verifyLedger } from '../points/verify-ledger.ts'
import { createStore } from '../stores/stores.service.ts'
import {
  approveBatch,
  cancelBatch,
  createDayBatch,
  getBatch,
  listBatchMembers,
  previewDayBatch,
  resumeBatch,
  runPointBatch,
  undoBatch,
} from './point-changes.service.ts'
import { createDayBatchInput, type DayBatchKind } from './point-changes.contract.ts'

/** The clock of these tests stands on this business date. */
const TODAY = '2026-03-18'
const UNTIL = '2026-06-30'

describeOnBothDatabases('last days of many lots', (database) => {
  let runners: JobRunners
  let ctx: Ctx<Db>
  let staff: Ctx<Db>
  let other: Ctx<Db>
  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ctx = runners.ctx
    await clearLedger(ctx)
    await runners.person('administrator')
    staff = (await runners.person('operator')).ctx
    other = (await runners.person('finance')).ctx
    await decide(ctx, { approvalAbove: null, shortfall: 'debt', graceDays: 0 })
  })
  afterEach(async () => {
    expect((await verifyLedger(ctx)).list).toEqual([])
    await runners.close()
  })

  const earn = async (memberId: number, points: number, expiresOn: string, isPending = false) =>
    (await move(ctx, memberId, { do: 'earn', points, isPending, expiresOn })).lotId ?? ''
  const range = (kind: DayBatchKind, fromDay: string, toDay: string, untilDay = UNTIL) => ({
    ...{ kind, fromDay, toDay, untilDay, storeId: null },
  })
  const APRIL = range('extend', '2026-04-01', '2026-04-30')
  const LAST_WEEK = range('reinstate', '2026-03-09', '2026-03-15')
  const why = () => ({ reason: '系统故障补偿', key: randomUUID() })
  const finish = async (id: string, status = 'done') => {
    const runner = runners.run(runners.real())
    await expect.poll(async () => (await getBatch(staff, { id })).status).toBe(status)
    await runner.stop()
    return getBatch(staff, { id })
  }
  const daysOf = async (memberId: number) =>
    (await ctx.db.pointLot.findMany({ where: { memberId }, orderBy: { id: 'asc' } })).map(
      ({ expiresOn, free }) => [expiresOn, free],
    )
  const available = async (...members: { id: number }[]) =>
    Promise.all(members.map(async ({ id }) => (await pointsOf(ctx, id)).available))
  const membersOf = async (id: string) => {
    const page = { id, status: 'refused', pageNo: 1, pageSize: 20 } as const
    return (await listBatchMembers(staff, page)).list
  }

  /** Two members: lots before, in and after April, one of them pending, one partly frozen. */
  async function fill() {
    const [one, two] = [await makeHolder(ctx, { points: 5 }), await makeHolder(ctx)]
    await earn(one.id, 10, '2026-03-31')
    await earn(one.id, 20, '2026-04-01')
    await earn(one.id, 30, '2026-04-30')
    await earn(one.id, 40, '2026-05-01')
    await earn(two.id, 50, '2026-04-15', true)
    await earn(two.id, 60, '2026-04-15')
    await move(ctx, two.id, { do: 'freeze', points: 25, expiresAt: null })
    return { one, two }
  }
  /** Two members whose points expired last week, one of them twice. */
  async function expire() {
    const [one, two] = [await makeHolder(ctx), await makeHolder(ctx)]
    await earn(one.id, 30, '2026-03-09')
    await expirePoints(ctx, { asOf: '2026-03-10' })
    await earn(one.id, 7, '2026-03-10')
    await earn(two.id, 100, '2026-03-10')
    await expirePoints(ctx, { asOf: '2026-03-11' })
    await earn(two.id, 1_000, '2026-03-16')
    await expirePoints(ctx, { asOf: '2026-03-17' })
    return { one, two }
  }

  it('cost what is shown before: exactly those lots get the new day, and nothing else changes', async () => {
    const { one, two } = await fill()
    const before = await ctx.db.pointAccount.findMany({ orderBy: { id: 'asc' } })
    const shown = await previewDayBatch(staff, APRIL)
    expect(shown).toEqual({
      ...{ members: 2, items: 4, total: 160, valueFen: 160, needsApproval: false },
      ...{ firstDay: '2026-04-01', lastDay: '2026-04-30', today: TODAY, untilMax: '2036-03-18' },
    })
    const { id } = await createDayBatch(staff, { ...APRIL, ...why() })
    expect(await finish(id)).toMatchObject({
      ...{ kind: 'extend', fromDay: '2026-04-01', toDay: '2026-04-30', expiresOn: UNTIL },
      ...{ memberCount: 2, itemCount: 4, total: shown.total },
      ...{ doneCount: 2, refusedCount: 0, doneItems: 4, doneTotal: shown.total },
    })
    expect(await daysOf(one.id)).toEqual([
      [null, 5],
      ['2026-03-31', 10],
      [UNTIL, 20],
      [UNTIL, 30],
      ['2026-05-01', 40],
    ])
    expect((await daysOf(two.id)).map(([day]) => day)).toEqual([UNTIL, UNTIL])
    const after = await ctx.db.pointAccount.findMany({ orderBy: { id: 'asc' } })
    const figures = (rows: typeof after) =>
      rows.map(({ available, held, frozen, pending, debt }) => [
        ...[available, held, frozen, pending, debt],
      ])
    expect(figures(after)).toEqual(figures(before))
    const entries = await ctx.db.pointEntry.findMany({ where: { batchId: id } })
    expect(entries.map(({ kind, business, points }) => [kind, business, points])).toEqual(
      Array.from({ length: 4 }, () => ['extend', 'extension', 0]),
    )
    expect(JSON.parse(entries[0]?.explanation ?? '')).toEqual({
      ...{ kind: 'extended', batchId: id, until: UNTIL },
    })
    const [made] = await auditEntries(ctx, { targetId: id })
    expect(made).toMatchObject({ action: 'pointBatch.extend' })
    await expect(undoBatch(staff, { id, ...why() })).rejects.toMatchObject({
      code: 'BATCH_NOT_UNDOABLE',
    })
  })

  it('give back what expired at the cost that is shown, each linked to its expiry', async () => {
    const { one, two } = await expire()
    const shown = await previewDayBatch(staff, LAST_WEEK)
    expect(shown).toMatchObject({
      ...{ members: 2, items: 3, total: 137, firstDay: '2026-03-09', lastDay: '2026-03-10' },
    })
    const { id } = await createDayBatch(staff, { ...LAST_WEEK, ...why() })
    expect(await finish(id)).toMatchObject({
      ...{ kind: 'reinstate', itemCount: 3, doneItems: 3, doneTotal: shown.total },
    })
    expect(await available(one, two)).toEqual([37, 100])
    expect(await daysOf(two.id)).toEqual([
      ['2026-03-10', 0],
      ['2026-03-16', 0],
      [UNTIL, 100],
    ])
    const expiry = await ctx.db.pointEntry.findFirstOrThrow({
      where: { memberId: two.id, kind: 'expire', points: -100 },
    })
    const gift = await ctx.db.pointEntry.findFirstOrThrow({
      where: { business: 'reinstatement', businessId: expiry.id },
    })
    expect(gift).toMatchObject({ kind: 'earn', points: 100, batchId: id, reason: '系统故障补偿' })
    expect(JSON.parse(gift.explanation)).toEqual({ kind: 'reinstated', expiredOn: '2026-03-10' })
  })

  it('are changed once by one key, also at once', async () => {
    const { two } = await fill()
    const wish = { ...APRIL, ...why() }
    const made = await Promise.all(Array.from({ length: 4 }, () => createDayBatch(staff, wish)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    const [{ id } = { id: '' }] = made
    await finish(id)
    expect(await ctx.db.pointEntry.count({ where: { kind: 'extend', memberId: two.id } })).toBe(2)
    const kept = await ctx.db.pointBatchItem.groupBy({
      by: ['batchId'],
      where: { memberId: two.id },
    })
    expect(kept).toEqual([{ batchId: id }])
    const changed = createDayBatch(staff, { ...wish, untilDay: '2026-07-31' })
    await expect(changed).rejects.toMatchObject({ code: 'KEY_REUSED' })
  })

  it('that were spent, moved or are over meanwhile change only what is left, and it says so', async () => {
    await decide(ctx, { approvalAbove: 0 })
    const spent = await makeHolder(ctx)
    const [part, moved] = [await makeHolder(ctx), await makeHolder(ctx)]
    await earn(spent.id, 20, '2026-04-10')
    await earn(part.id, 30, '2026-04-10')
    await earn(part.id, 15, '2026-03-18')
    const lotId = await earn(moved.id, 40, '2026-04-10')
    const wish = range('extend', TODAY, '2026-04-30')
    expect(await previewDayBatch(staff, wish)).toMatchObject({ total: 105, needsApproval: true })
    const { id, status } = await createDayBatch(staff, { ...wish, ...why() })
    expect(status).toBe('waiting')
    await move(ctx, spent.id, { do: 'spend', points: 20 })
    await move(ctx, part.id, { do: 'spend', points: 5 })
    await move(ctx, moved.id, { do: 'extend', lotId, expiresOn: '2026-07-31' })
    const late = await makeHolder(ctx)
    await earn(late.id, 500, '2026-04-10')
    runners.clock.advance(24 * 3_600_000)
    await approveBatch(other, { id })
    expect(await finish(id)).toMatchObject({
      ...{ itemCount: 4, total: 105, doneItems: 1, doneTotal: 30, doneCount: 1, refusedCount: 2 },
    })
    expect(await daysOf(part.id)).toEqual([
      [UNTIL, 30],
      ['2026-03-18', 10],
    ])
    expect(await daysOf(moved.id)).toEqual([['2026-07-31', 40]])
    expect(await daysOf(late.id)).toEqual([['2026-04-10', 500]])
    expect(
      (await membersOf(id)).map(({ memberUid, status, code }) => [memberUid, status, code]),
    ).toEqual([
      [spent.uid, 'refused', 'LOT_EMPTY'],
      [part.uid, 'done', 'DATE_PAST'],
      [moved.uid, 'refused', 'LOT_EXTENDED'],
    ])
  })

  it('that expired are given back once, however many batches ask for it', async () => {
    await decide(ctx, { approvalAbove: 0 })
    const { one, two } = await expire()
    const both = [
      await createDayBatch(staff, { ...LAST_WEEK, ...why() }),
      await createDayBatch(staff, { ...LAST_WEEK, ...why() }),
    ]
    for (const { id } of both) await approveBatch(other, { id })
    const control = { signal: new AbortController().signal, report: () => undefined, step: 1 }
    await Promise.all(both.map(({ id }) => runPointBatch(ctx, { batchId: id }, control)))
    expect(await available(one, two)).toEqual([37, 100])
    const done = await Promise.all(both.map(({ id }) => getBatch(staff, { id })))
    expect(done.reduce((sum, { doneTotal }) => sum + doneTotal, 0)).toBe(137)
    expect(done.reduce((sum, { doneItems }) => sum + (doneItems ?? 0), 0)).toBe(3)
    const refused = (await Promise.all(both.map(({ id }) => membersOf(id)))).flat()
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['POINTS_REINSTATED']))
    const again = createDayBatch(staff, { ...LAST_WEEK, ...why() })
    await expect(again).rejects.toMatchObject({ code: 'BATCH_EMPTY' })
  })

  it('that were given back are taken again by an undo, and can be given back after it', async () => {
    const { one, two } = await expire()
    const { id } = await createDayBatch(staff, { ...LAST_WEEK, ...why() })
    await finish(id)
    await move(ctx, two.id, { do: 'spend', points: 60 })
    const undo = await undoBatch(staff, { id, ...why() })
    expect(await finish(undo.id)).toMatchObject({
      ...{ kind: 'undo', total: -137, doneTotal: -137, itemCount: 3, doneItems: 3, memberCount: 2 },
    })
    expect(await getBatch(staff, { id })).toMatchObject({ status: 'undone', undoneBy: undo.id })
    expect(await pointsOf(ctx, one.id)).toMatchObject({ available: 0, debt: 0 })
    expect(await pointsOf(ctx, two.id)).toMatchObject({ available: 0, debt: 60 })
    const second = await createDayBatch(staff, { ...LAST_WEEK, ...why() })
    expect(await finish(second.id)).toMatchObject({ doneTotal: 137 })
    expect(await available(one, two)).toEqual([37, 40])
  })

  it('above the amount wait for somebody else: never for whoever asked', async () => {
    await decide(ctx, { approvalAbove: 159 })
    const { one } = await fill()
    const { id, status } = await createDayBatch(staff, { ...APRIL, ...why() })
    expect(status).toBe('waiting')
    const permissions = new Set([...staff.actor.permissions, 'points.approve' as const])
    const self = { ...staff, actor: { ...staff.actor, permissions } }
    await expect(approveBatch(self, { id })).rejects.toMatchObject({ code: 'OWN_BATCH' })
    expect((await daysOf(one.id))[2]).toEqual(['2026-04-01', 20])
    await decide(ctx, { approvalAbove: 160 })
    expect(await previewDayBatch(staff, APRIL)).toMatchObject({ needsApproval: false })
    await approveBatch(other, { id })
    expect(await finish(id)).toMatchObject({ doneItems: 4, decidedBy: other.actor.name })
  })

  it('are given nobody twice by a job that is killed and goes on, and stay where one is stopped', async () => {
    await expire()
    const { id } = await createDayBatch(staff, { ...LAST_WEEK, ...why() })
    const { jobId } = await ctx.db.pointBatch.findUniqueOrThrow({ where: { id } })
    await ctx.db.job.update({ where: { id: jobId ?? '' }, data: { status: 'failed' } })
    const crash = new AbortController()
    const crashing = { signal: crash.signal, step: 1, report: () => crash.abort() }
    await expect(runPointBatch(ctx, { batchId: id }, crashing)).rejects.toThrow()
    expect(await getBatch(staff, { id })).toMatchObject({ doneItems: 1, isStopped: true })
    // As if what was noted of the step had been lost: each command has its key.
    await ctx.db.pointBatchItem.updateMany({ where: { batchId: id }, data: { status: 'waiting' } })
    await ctx.db.pointBatch.update({ where: { id }, data: { doneItems: 0, doneTotal: 0n } })
    await resumeBatch(staff, { id })
    expect(await finish(id)).toMatchObject({ doneItems: 3, doneTotal: 137, doneCount: 2 })
    expect(await ctx.db.pointEntry.count({ where: { batchId: id } })).toBe(3)
    const { two } = await fill()
    const stopped = await createDayBatch(staff, { ...APRIL, ...why() })
    await cancelBatch(staff, { id: stopped.id, reason: '选错日期' })
    await runPointBatch(
      ctx,
      { batchId: stopped.id },
      { ...crashing, signal: new AbortController().signal },
    )
    expect((await daysOf(two.id)).map(([day]) => day)).toEqual(['2026-04-15', '2026-04-15'])
  })

  it('are those of members whom the actor sees, and of one store where one is named', async () => {
    const code = `D${randomUUID().slice(0, 6).toUpperCase()}`
    const { id: storeId } = await createStore(ctx, { code, name: code })
    const [mine, theirs] = [await makeHolder(ctx, { homeStoreId: storeId }), await makeHolder(ctx)]
    await earn(mine.id, 10, '2026-04-10')
    await earn(theirs.id, 20, '2026-04-10')
    await earn(mine.id, 3, '2026-03-10')
    await earn(theirs.id, 4, '2026-03-10')
    await expirePoints(ctx, { asOf: '2026-03-11' })
    const scope = { kind: 'stores', storeIds: [storeId] } as const
    const leader = { ...staff, actor: { ...staff.actor, scope } } as Ctx<Db>
    const totalOf = async (who: Ctx, wish: Parameters<typeof previewDayBatch>[1]) =>
      (await previewDayBatch(who, wish)).total
    expect(await totalOf(leader, APRIL)).toBe(10)
    expect(await totalOf(leader, LAST_WEEK)).toBe(3)
    expect(await totalOf(staff, APRIL)).toBe(30)
    expect(await totalOf(staff, { ...APRIL, storeId })).toBe(10)
    expect(await totalOf(staff, { ...LAST_WEEK, storeId })).toBe(3)
    const { id } = await createDayBatch(leader, { ...APRIL, ...why() })
    expect(await finish(id)).toMatchObject({ memberCount: 1 })
    expect((await daysOf(theirs.id))[0]).toEqual(['2026-04-10', 20])
  })

  it('are asked for within limits: in order, of one year, not in the past, not too far', async () => {
    await fill()
    const ok = { ...APRIL, ...why() }
    const isFine = (change: Partial<typeof ok>) =>
      createDayBatchInput.safeParse({ ...ok, ...change }).success
    expect(isFine({})).toBe(true)
    expect(isFine({ fromDay: '2026-05-01' })).toBe(false)
    expect(isFine({ fromDay: '2025-04-29' })).toBe(false)
    expect(isFine({ untilDay: '2026-04-30' })).toBe(false)
    const past = createDayBatch(staff, { ...LAST_WEEK, ...why(), untilDay: '2026-03-17' })
    await expect(past).rejects.toMatchObject({ code: 'DATE_PAST' })
    const far = createDayBatch(staff, { ...ok, untilDay: '2036-03-19' })
    await expect(far).rejects.toMatchObject({ code: 'DATE_TOO_FAR' })
    const none = createDayBatch(staff, { ...range('extend', '2026-03-01', '2026-03-17'), ...why() })
    await expect(none).rejects.toMatchObject({ code: 'BATCH_EMPTY' })
  })

  it('are stopped and undone by those who may make them', async () => {
    await expire()
    const { id } = await createDayBatch(staff, { ...LAST_WEEK, ...why() })
    await finish(id)
    const without = (right: 'points.expiry' | 'points.batch') => {
      const permissions = new Set([...staff.actor.permissions].filter((each) => each !== right))
      return { ...staff, actor: { ...staff.actor, permissions } } as Ctx<Db>
    }
    const refused = undoBatch(without('points.expiry'), { id, ...why() })
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const undo = await undoBatch(without('points.batch'), { id, ...why() })
    await cancelBatch(without('points.batch'), { id: undo.id, reason: '不撤了' })
  })
})
