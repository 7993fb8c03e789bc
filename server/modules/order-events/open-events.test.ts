import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { makeBuyer, tell } from '../../testing/order-desk.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { postCommands } from '../points/points.service.ts'
import { createStore } from '../stores/stores.service.ts'
import { listOpenEventsInput } from './open-events.contract.ts'
import { getOpenEvent, listOpenEvents, listOpenEventSources } from './open-events.queries.ts'

const DAY_MS = 86_400_000

describeOnBothDatabases('order events to look at', (database) => {
  let ctx: Ctx<Db>
  let clock: ReturnType<typeof fakeClock>
  let member: Awaited<ReturnType<typeof makeBuyer>>
  /** Each test has a source of its own. */
  let source: string
  let n = 0
  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    member = await makeBuyer(ctx)
    n += 1
    source = `mall${n}`
  })
  const send = (event: object) => tell(ctx, event, { source, key: `open-${n}-${(key += 1)}` })
  let key = 0
  const paid = (orderNo: string, more: object = {}) => ({
    ...{ kind: 'paid', orderNo, member: { uid: member.uid } },
    ...{ lines: [{ quantity: 1, paidFen: 1_000 }], ...more },
  })
  const refund = (orderNo: string, refundFen: number) => ({
    ...{ kind: 'refunded', orderNo, refundNo: 'R1' },
    lines: [{ lineNo: 1, refundFen }],
  })
  const list = (asked: object = {}, as: Ctx<Db> = ctx) =>
    listOpenEvents(as, listOpenEventsInput.parse({ source, ...asked }))
  const spend = (points: number) =>
    inTransaction(ctx, (ctx) =>
      postCommands(ctx, [
        {
          ...{ do: 'spend', memberId: member.id, points },
          about: {
            ...{ business: 'manual', businessId: '1', occurredAt: clock.now() },
            explanation: { kind: 'byHand' },
          },
        },
      ]),
    )

  it('are those whose payment has not come for a day, and no more once it has', async () => {
    await send({ kind: 'completed', orderNo: 'A1' })
    clock.advance(DAY_MS - 1)
    expect(await list()).toEqual({ total: 0, list: [] })
    clock.advance(1)
    expect(await list()).toMatchObject({
      total: 1,
      list: [
        { problem: 'parked', orderNo: 'A1', waitsMs: DAY_MS, orderId: null, member: null, source },
      ],
    })
    await send(paid('A1'))
    expect(await list()).toMatchObject({ total: 0 })
  })

  it('are those that were refused when their time came, with the reason', async () => {
    await send(refund('A1', 2_000))
    await send(paid('A1'))
    const { list: rows } = await list({ problem: 'refused' })
    expect(rows).toMatchObject([
      { problem: 'refused', kind: 'refunded', waitsMs: null, member: { uid: member.uid } },
    ])
    expect(rows[0]?.refusal).toMatchObject({ code: 'REFUND_TOO_LARGE', params: { leftFen: 1_000 } })
    expect(rows[0]?.orderId).not.toBeNull()
  })

  it('are those short of points: what a refund leaves owed, and what an order named in vain', async () => {
    await send(paid('A1', { isCompleted: true }))
    await spend(80)
    await send(refund('A1', 500))
    await send(paid('A2', { points: { used: 30 } }))
    const { list: rows } = await list({ problem: 'notCovered' })
    expect(rows.map(({ orderNo, kind, shortPoints }) => [orderNo, kind, shortPoints])).toEqual([
      ['A2', 'paid', 30],
      ['A1', 'refunded', 30],
    ])
  })

  it('are not refunds that were covered, whatever the member owes for something else', async () => {
    await send(paid('A1', { isCompleted: true }))
    await spend(100)
    await send(refund('A1', 1_000))
    await send(paid('A2'))
    // What A2 gave is pending and pays no debt: it goes back as it came.
    await send(refund('A2', 1_000))
    expect((await list()).list.map(({ orderNo }) => orderNo)).toEqual(['A1'])
  })

  it('are found by what is wrong, by source and by whole order number, page by page', async () => {
    for (const orderNo of ['P1', 'P2', 'P3']) await send({ kind: 'completed', orderNo })
    await send(refund('A1', 2_000))
    await send(paid('A1'))
    clock.advance(DAY_MS)
    const numbers = async (asked: object) => (await list(asked)).list.map((row) => row.orderNo)
    expect(await numbers({ problem: 'parked', order: 'asc' })).toEqual(['P1', 'P2', 'P3'])
    expect(await numbers({ keyword: 'P2' })).toEqual(['P2'])
    expect(await numbers({ keyword: 'P' })).toEqual([])
    expect(await numbers({ source: 'nobody' })).toEqual([])
    const pages = [1, 2, 3].map((pageNo) => numbers({ pageNo, pageSize: 2, order: 'asc' }))
    expect(await Promise.all(pages)).toEqual([['P1', 'P2'], ['P3', 'A1'], []])
    expect((await list({ pageSize: 2 })).total).toBe(4)
    expect(await listOpenEventSources(ctx)).toContain(source)
  })

  it('are those of members of own stores; of nobody known for who sees all', async () => {
    const home = await createStore(ctx, { code: `OPEN${n}`, name: '本店' })
    await send({ kind: 'completed', orderNo: 'P1' })
    await send(refund('A1', 2_000))
    await send(paid('A1'))
    clock.advance(DAY_MS)
    const scope = { kind: 'stores', storeIds: [home.id] } as const
    const leader = { ...ctx, actor: { ...ctx.actor, scope } }
    const { list: everything } = await list()
    expect(everything).toHaveLength(2)
    const refused = everything.find(({ problem }) => problem === 'refused')
    expect(await list({}, leader)).toEqual({ total: 0, list: [] })
    expect(await listOpenEventSources(leader)).not.toContain(source)
    const look = () => getOpenEvent(leader, { id: refused?.id ?? '' })
    await expect(look()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await ctx.db.member.update({ where: { id: member.id }, data: { homeStoreId: home.id } })
    expect((await list({}, leader)).list).toEqual([refused])
    expect(await look()).toMatchObject({ orderNo: 'A1', refundNo: 'R1' })
  })

  it('show what came and its answer, and no whole mobile number, which is kept nowhere', async () => {
    const mobile = `1380013${String(6_000 + n)}`
    const { mobileIndex } = await ctx.db.member.update({
      where: { id: member.id },
      data: { mobileIndex: ctx.keys.blindIndexes('member.mobile', mobile)[0] ?? null },
    })
    expect(mobileIndex).not.toBeNull()
    await send({ ...paid('A1', { points: { used: 30 } }), member: { mobile } })
    const [row] = (await list()).list
    expect(row).toMatchObject({ member: { uid: member.uid } })
    const { payload, answer } = await getOpenEvent(ctx, { id: row?.id ?? '' })
    const masked = `138****${mobile.slice(-4)}`
    expect(JSON.parse(payload)).toMatchObject({ orderNo: 'A1', member: { mobile: masked } })
    expect(JSON.parse(answer ?? '')).toMatchObject({ points: { uncovered: 30 } })
    const kept = await ctx.db.orderEvent.findMany({ select: { payload: true, result: true } })
    expect(JSON.stringify(kept)).not.toContain(mobile)
  })
})
