import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { makeBuyer, received, tell } from '../../testing/order-desk.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { postCommands, type LedgerCommand } from '../points/points.service.ts'
import { getPointSettings, updatePointSettings } from '../settings/settings.service.ts'
import { confirmDueAwards, hasDueAwards } from './confirm-due.ts'
import { bookOrderEvents } from './book-order-events.ts'

const DAY_MS = 86_400_000

describeOnBothDatabases('order events', (database) => {
  let ctx: Ctx<Db>
  let clock: ReturnType<typeof fakeClock>
  let member: { id: number; uid: string }
  let n = 0
  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    member = await makeBuyer(ctx)
    n += 1
  })
  const orderNo = () => `A${n}`
  const line = (paidFen: number, more: object = {}) => ({ quantity: 1, paidFen, ...more })
  const paid = (paidFens: readonly number[], more: object = {}) => ({
    ...{ kind: 'paid', orderNo: orderNo(), member: { uid: member.uid } },
    ...{ lines: paidFens.map((fen) => line(fen)), ...more },
  })
  const account = () => ctx.db.pointAccount.findUniqueOrThrow({ where: { id: member.id } })
  const totals = () => ctx.db.memberTotals.findUniqueOrThrow({ where: { id: member.id } })
  const give = async (command: object): Promise<string> => {
    const about = { business: 'manual', businessId: '1', occurredAt: clock.now() }
    const [outcome] = await inTransaction(ctx, (ctx) =>
      postCommands(ctx, [
        {
          memberId: member.id,
          about: { ...about, explanation: { kind: 'byHand' } },
          ...command,
        } as LedgerCommand,
      ]),
    )
    if (!outcome || 'refusal' in outcome) throw outcome?.refusal ?? new Error('no outcome')
    return outcome.answer.holdId ?? outcome.answer.entryId ?? ''
  }
  const change = async (
    changes: (settings: Awaited<ReturnType<typeof getPointSettings>>) => void,
  ) => {
    const { version: _, ...settings } = await getPointSettings(ctx)
    const copy = structuredClone({ ...settings, version: 0 })
    changes(copy)
    const { version: __, ...changed } = copy
    await updatePointSettings(ctx, changed)
    return () => updatePointSettings(ctx, settings)
  }

  it('award what was paid as pending, usable when the order is completed', async () => {
    const first = await tell(ctx, paid([2_680, 999]))
    // 36.79 yuan at 10 points: 367.9, rounded down once for the whole order.
    expect(first.points).toMatchObject({ awarded: 367 })
    expect(first).toMatchObject({ orderStatus: 'paid', expiresOn: '2027-03-18' })
    expect(await account()).toMatchObject({ available: 0, pending: 367 })
    expect(await totals()).toMatchObject({ orderCount: 0, spendFen: 0n })
    const done = await tell(ctx, { kind: 'completed', orderNo: orderNo() })
    expect(done.points).toMatchObject({ awarded: 0, confirmed: 367 })
    expect(await account()).toMatchObject({ available: 367, pending: 0 })
    expect(await totals()).toMatchObject({ orderCount: 1, spendFen: 3_679n })
  })

  it('are applied once and answered alike, whatever key they come with again', async () => {
    const event = paid([1_000])
    const first = await tell(ctx, event, { key: 'same' })
    expect(await tell(ctx, event, { key: 'same' })).toEqual(first)
    expect(await tell(ctx, event, { key: 'another' })).toEqual(first)
    expect(await account()).toMatchObject({ pending: 100, entries: 1 })
    await expect(tell(ctx, paid([2_000]), { key: 'third' })).rejects.toMatchObject({
      code: 'EVENT_DIFFERS',
    })
    const other = { ...paid([1_000]), orderNo: `${orderNo()}-other` }
    await expect(tell(ctx, other, { key: 'same' })).rejects.toMatchObject({ code: 'KEY_REUSED' })
  })

  it('that are refused store nothing: their key works once they can succeed', async () => {
    const unknown = { ...paid([1_000]), member: { externalId: `late-${n}` } }
    await expect(tell(ctx, unknown, { key: `k-${n}` })).rejects.toMatchObject({
      code: 'NO_SUCH_MEMBER',
    })
    await ctx.db.member.update({ where: { id: member.id }, data: { externalId: `late-${n}` } })
    expect(await tell(ctx, unknown, { key: `k-${n}` })).toMatchObject({ status: 'applied' })
  })

  it('wait for the payment when they come before it, and are applied with it', async () => {
    const refund = { kind: 'refunded', refundNo: 'R1', lines: [{ lineNo: 1, refundFen: 500 }] }
    const early = await tell(ctx, { orderNo: orderNo(), ...refund })
    expect(early).toMatchObject({ status: 'parked', orderStatus: null })
    await tell(ctx, { kind: 'completed', orderNo: orderNo() })
    await tell(ctx, paid([1_000]))
    expect(await account()).toMatchObject({ available: 50, pending: 0 })
    expect(await totals()).toMatchObject({ orderCount: 1, spendFen: 500n })
    const again = await tell(ctx, { orderNo: orderNo(), ...refund })
    expect(again).toMatchObject({ status: 'applied', points: { takenBack: 50 } })
  })

  it('come to the same in one transaction and in many', async () => {
    const events = [
      { kind: 'completed', orderNo: orderNo() },
      paid([3_333, 3_333, 3_334]),
      {
        kind: 'refunded',
        orderNo: orderNo(),
        refundNo: 'R1',
        lines: [{ lineNo: 2, refundFen: 1 }],
      },
      {
        kind: 'refunded',
        orderNo: orderNo(),
        refundNo: 'R1',
        lines: [{ lineNo: 2, refundFen: 1 }],
      },
      { kind: 'refunded', orderNo: orderNo(), refundNo: 'R2' },
    ].map((event) => received(ctx, event))
    const outcomes = await inTransaction(ctx, (ctx) => bookOrderEvents(ctx, events))
    expect(outcomes.map((one) => ('answer' in one ? one.answer.status : one.refusal.code))).toEqual(
      ['parked', 'applied', 'applied', 'applied', 'applied'],
    )
    expect(await account()).toMatchObject({ available: 0, pending: 0, debt: 0 })
    expect(await totals()).toMatchObject({ orderCount: 0, spendFen: 0n })
  })

  it('take back in any number of parts what the whole gave, and give back what it used', async () => {
    await give({ do: 'earn', points: 500, isPending: false, expiresOn: '2026-12-31' })
    await give({ do: 'earn', points: 500, isPending: false, expiresOn: '2026-06-30' })
    await tell(ctx, paid([999, 1_001, 777], { points: { used: 700 } }))
    await tell(ctx, { kind: 'completed', orderNo: orderNo() })
    const lots = () =>
      ctx.db.pointLot.findMany({
        where: { memberId: member.id },
        select: { free: true, expiresOn: true, points: true },
        orderBy: { expiresOn: 'asc' },
      })
    expect(await lots()).toEqual([
      { points: 500, expiresOn: '2026-06-30', free: 0 },
      { points: 500, expiresOn: '2026-12-31', free: 300 },
      { points: 277, expiresOn: '2027-03-18', free: 277 },
    ])
    let [taken, given] = [0, 0]
    for (const [i, refundFen] of [333, 1, 500, 165].entries()) {
      const lines = [{ lineNo: 1, refundFen }]
      const refund = { kind: 'refunded', orderNo: orderNo(), refundNo: `P${i}`, lines }
      const { points } = await tell(ctx, refund)
      taken += points.takenBack
      given += points.givenBack
    }
    // Shares by largest remainder: 999/2777 of 277 is 99.6 and of 700 is 251.8.
    expect({ taken, given }).toEqual({ taken: 100, given: 252 })
    await tell(ctx, { kind: 'refunded', orderNo: orderNo(), refundNo: 'rest' })
    expect(await lots()).toEqual([
      { points: 500, expiresOn: '2026-06-30', free: 500 },
      { points: 500, expiresOn: '2026-12-31', free: 500 },
      { points: 277, expiresOn: '2027-03-18', free: 0 },
    ])
    await expect(
      tell(ctx, { kind: 'refunded', orderNo: orderNo(), refundNo: 'more' }),
    ).rejects.toMatchObject({ code: 'REFUND_EMPTY' })
  })

  it('owe what was spent of a refunded award, or forgo it, by the setting', async () => {
    await tell(ctx, paid([1_000], { isCompleted: true }))
    await give({ do: 'spend', points: 80 })
    const refund = { kind: 'refunded', orderNo: orderNo(), refundNo: 'R' }
    expect((await tell(ctx, refund)).points).toMatchObject({ takenBack: 100, forgone: 0 })
    expect(await account()).toMatchObject({ available: 0, debt: 80 })
    n += 1
    member = await makeBuyer(ctx)
    const restore = await change((settings) => (settings.shortfall = 'floor'))
    await tell(ctx, paid([1_000], { isCompleted: true }))
    await give({ do: 'spend', points: 80 })
    const second = await tell(ctx, { ...refund, orderNo: orderNo() })
    expect(second.points).toMatchObject({ takenBack: 100, forgone: 80 })
    expect(await account()).toMatchObject({ available: 0, debt: 0 })
    await restore()
  })

  it('settle the hold of an order; one that has run out is made up from what is there', async () => {
    await give({ do: 'earn', points: 300, isPending: false, expiresOn: null })
    const held = await give({ do: 'hold', points: 200, expiresAt: null })
    const first = await tell(ctx, paid([1_000], { points: { used: 200, holdId: held } }))
    expect(first.points).toMatchObject({ used: 200, uncovered: 0 })
    const late = await give({ do: 'hold', points: 100, expiresAt: null })
    await give({ do: 'release', holdId: late, status: 'expired' })
    await give({ do: 'spend', points: 60 })
    n += 1
    const second = await tell(ctx, paid([1_000], { points: { used: 100, holdId: late } }))
    expect(second.points).toMatchObject({ used: 40, uncovered: 60 })
    expect(await account()).toMatchObject({ available: 0, held: 0, pending: 200 })
    // What was not there does not come back either.
    const refund = await tell(ctx, { kind: 'refunded', orderNo: orderNo(), refundNo: 'R' })
    expect(refund.points).toMatchObject({ givenBack: 40, takenBack: 100 })
  })

  it("record a disabled member's order and award nothing", async () => {
    member = await makeBuyer(ctx, { status: 'disabled' })
    const answer = await tell(ctx, paid([1_000], { isCompleted: true }))
    expect(answer).toMatchObject({ notAwarded: 'memberDisabled', points: { awarded: 0 } })
    expect(await totals()).toMatchObject({ orderCount: 1, spendFen: 1_000n })
    expect(await ctx.db.pointEntry.count({ where: { memberId: member.id } })).toBe(0)
  })

  it('wait the days of the rule that gave the points, not of one that came later', async () => {
    const restore = await change((settings) => (settings.award.confirmAfterDays = 7))
    await tell(ctx, paid([1_000]))
    await restore()
    await tell(ctx, { kind: 'completed', orderNo: orderNo() })
    const where = { source_orderNo: { source: 'mall', orderNo: orderNo() } }
    expect(await ctx.db.orderPoints.findUnique({ where })).toMatchObject({
      confirmOn: '2026-03-25',
    })
    expect(await account()).toMatchObject({ available: 0, pending: 100 })
    clock.advance(6 * DAY_MS)
    expect(await confirmDueAwards(ctx)).toBe(0)
    clock.advance(DAY_MS)
    expect(await hasDueAwards(ctx)).toBe(true)
    expect(await confirmDueAwards(ctx)).toBe(1)
    expect(await account()).toMatchObject({ available: 100, pending: 0 })
    expect(await confirmDueAwards(ctx)).toBe(0)
  })

  it('are refused when they are too old or in the future', async () => {
    const at = (ms: number) => ({ occurredAt: new Date(clock.now().getTime() + ms).toISOString() })
    await expect(tell(ctx, paid([1], at(-31 * DAY_MS)))).rejects.toMatchObject({
      code: 'EVENT_TOO_OLD',
    })
    await expect(tell(ctx, paid([1], at(6 * 60_000)))).rejects.toMatchObject({
      code: 'EVENT_IN_FUTURE',
    })
    expect(await tell(ctx, paid([1], at(-29 * DAY_MS)))).toMatchObject({ status: 'applied' })
  })

  it('refund orders that came from a file: they gave nothing, and their spend goes back', async () => {
    const { id } = member
    await ctx.db.order.create({
      data: {
        ...{ source: 'mall', orderNo: orderNo(), memberId: id, status: 'completed', quantity: 1 },
        ...{ paidFen: 500, freightFen: 0, refundedFen: 0, businessDate: '2026-03-01' },
        ...{ paidAt: clock.now(), completedAt: clock.now(), createdAt: clock.now() },
      },
    })
    await ctx.db.memberTotals.update({ where: { id }, data: { orderCount: 1, spendFen: 500 } })
    const refund = { kind: 'refunded', orderNo: orderNo(), refundNo: 'R' }
    expect(await tell(ctx, refund)).toMatchObject({ orderStatus: 'refunded', refundedFen: 500 })
    expect(await totals()).toMatchObject({ orderCount: 0, spendFen: 0n })
    await expect(tell(ctx, paid([500]))).rejects.toMatchObject({ code: 'ORDER_EXISTS' })
  })
})
