import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { importBytes } from '../../testing/import-text.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { listMembersInput } from '../members/members.contract.ts'
import { listMembers, memberImporter } from '../members/members.service.ts'
import { createStore } from '../stores/stores.service.ts'
import { listOrdersInput } from './orders.contract.ts'
import {
  bookOrders,
  countOrders,
  getOrder,
  listOrders,
  listSources,
  orderImporter,
  type NewOrder,
} from './orders.service.ts'

const HEAD = 'orderNo,customerId,paidDate,quantity,amount'

describeOnBothDatabases('orders', (database) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.order.deleteMany()
    await ctx.db.member.deleteMany()
    await importBytes(ctx, memberImporter, 'customerId,mobile\n1,19900000001\n2,19900000002\n3,')
  })
  const add = (file: string, isDryRun = false) =>
    importBytes(ctx, orderImporter, file, { isDryRun })
  const list = (input: object = {}) => listOrders(ctx, listOrdersInput.parse(input))
  const memberId = async (externalId: string) =>
    (await ctx.db.member.findUniqueOrThrow({ where: { externalId } })).id

  it('are booked with the days and totals of their members, once', async () => {
    const file = `${HEAD}\nA,1,1997-01-01,2,11.77\nB,1,1997-01-01,1,0.00\nC,1,1998-06-30,1,5\nD,2,1997-02-03,3,7.5`
    expect(await add(file)).toMatchObject({
      all: { rows: 4, records: 4, quantity: 7, amountFen: 2427 },
      created: { rows: 4, amountFen: 2427 },
    })
    for (let i = 0; i < 2; i += 1) {
      const { list: members } = await listMembers(ctx, listMembersInput.parse({ sort: 'spendFen' }))
      expect(members.map((m) => [m.externalId, m.orderCount, m.spendFen, m.lastOrderDate])).toEqual(
        [
          ['1', 3, 1677, '1998-06-30'],
          ['2', 1, 750, '1997-02-03'],
          ['3', 0, 0, ''],
        ],
      )
      const days = await ctx.db.memberDay.findMany({
        where: { memberId: await memberId('1') },
        orderBy: { businessDate: 'asc' },
      })
      expect(days.map((d) => [d.businessDate, d.orderCount, Number(d.spendFen)])).toEqual([
        ['1997-01-01', 2, 1177],
        ['1998-06-30', 1, 500],
      ])
      expect(await countOrders(ctx)).toEqual({
        orders: 4,
        paidFen: 2427,
        bookedOrders: 4,
        bookedFen: 2427,
      })
      expect(await add(file)).toMatchObject({ created: { rows: 0 }, unchanged: { rows: 4 } })
    }
  })

  it('leave out what is wrong, row by row, and book the others', async () => {
    await add(`${HEAD}\nA,1,1997-01-01,1,5.00`)
    const file = [
      HEAD,
      'A,1,1997-01-01,1,6.00',
      'B,1,1997-02-30,1,5.00',
      'C,1,1997-02-28,1,-5.00',
      `D,1,1997-02-28,1,${'9'.repeat(30)}`,
      'E,1,1997-02-28,1,20000000.01',
      'F,1,1997-02-28,1,5.005',
      'G,1,1997-02-28,1,=1+1',
      'H,404,1997-02-28,1,5',
      ',1,1997-02-28,1,5',
      'I,1,,1,5',
      'J,1,2026-03-20,1,5',
      'K,1,1997-02-28,1.5,5',
      'L,,1997-02-28,1,5',
      'M,1,1997-02-28,1,"1,234.50"',
      'M,1,1997-02-28,1,9',
      'H,404,1997-02-28,1,5',
      'N,1,1997-02-28,1,¥ 20000000.00',
    ].join('\n')
    const result = await add(file)
    expect(result.refusals.map(({ line, code }) => [line, code])).toEqual([
      [2, 'ORDER_DIFFERS'],
      [3, 'DATE_INVALID'],
      [4, 'AMOUNT_NEGATIVE'],
      [5, 'AMOUNT_TOO_LARGE'],
      [6, 'AMOUNT_TOO_LARGE'],
      [7, 'AMOUNT_INVALID'],
      [8, 'CELL_IS_FORMULA'],
      [9, 'MEMBER_UNKNOWN'],
      [10, 'CELL_MISSING'],
      [11, 'CELL_MISSING'],
      [12, 'DATE_IN_FUTURE'],
      [13, 'QUANTITY_INVALID'],
      [14, 'CONTACT_MISSING'],
      [16, 'ROW_REPEATED'],
      [17, 'MEMBER_UNKNOWN'],
    ])
    expect(result.created).toMatchObject({ rows: 2, amountFen: 2_000_123_450 })
  })

  it('have lines where a file names products: rows that stand together are one order', async () => {
    await createStore(ctx, { code: 'SH9', name: '静安店' })
    const file = [
      '订单号,手机号,支付时间,实付金额,数量,门店,商品编码,商品名称,品类,运费',
      'A,19900000001,2026-03-01 23:30,10.00,1,静安店,S1,茶,饮品,6',
      'A,19900000001,2026-03-01 23:30,20.50,2,静安店,S2,杯,器皿,',
      'B,19900000002,2026-03-02T00:30:00+08:00,5,,SH9,S1,茶,饮品,',
    ].join('\n')
    expect(await add(file)).toMatchObject({ created: { rows: 3, records: 2, amountFen: 3550 } })
    expect(await add(file)).toMatchObject({ unchanged: { rows: 3, records: 2 } })
    const bad = file
      .replace('2026-03-01 23:30,20.50', '2026-03-01 23:30,x')
      .replaceAll('A,1', 'D,1')
    const { refusals } = await add(bad)
    expect(refusals.map(({ line, code, field }) => [line, code, field])).toEqual([
      [3, 'AMOUNT_INVALID', 'amount'],
    ])
    const [b, a] = (await list()).list
    expect(b).toMatchObject({ orderNo: 'B', businessDate: '2026-03-02', store: '静安店' })
    expect(await getOrder(ctx, { id: a?.id ?? 0 })).toMatchObject({
      orderNo: 'A',
      paidFen: 3050,
      freightFen: 600,
      quantity: 3,
      businessDate: '2026-03-01',
      paidAt: Date.parse('2026-03-01T15:30:00Z'),
      lines: [
        { lineNo: 1, sku: 'S1', name: '茶', category: '饮品', quantity: 1, paidFen: 1000 },
        { lineNo: 2, sku: 'S2', name: '杯', category: '器皿', quantity: 2, paidFen: 2050 },
      ],
    })
  })

  it('of one number from two sources are two orders, within a source one', async () => {
    const day = '1,2026-03-01,1,5'
    const from = (orderSource: string, file: string) =>
      importBytes(ctx, orderImporter, file, {
        origin: { jobId: 'job', fileName: '文件.csv', orderSource },
      })
    const plain = `${HEAD}\n0001,${day}`
    expect(await from('till 1', plain)).toMatchObject({ created: { rows: 1 } })
    expect(await from('till 2', plain)).toMatchObject({ created: { rows: 1 } })
    expect(await from('till 1', plain)).toMatchObject({ unchanged: { rows: 1 } })
    const named = `${HEAD},来源\n0001,${day},till 1\n0001,${day},mall\n0001,${day},\n0001,1,2026-03-02,1,5,mall`
    const { created, unchanged, refusals } = await from('till 2', named)
    expect([created.records, unchanged.records]).toEqual([1, 2])
    expect(refusals.map(({ line, code }) => [line, code])).toEqual([[5, 'ROW_REPEATED']])
    expect(await listSources(ctx)).toEqual(['mall', 'till 1', 'till 2'])
    const { list: found } = await list({ source: 'mall' })
    expect(found.map(({ source, orderNo }) => [source, orderNo])).toEqual([['mall', '0001']])
    expect(
      await ctx.db.memberTotals.findUnique({ where: { id: await memberId('1') } }),
    ).toMatchObject({
      orderCount: 3,
      spendFen: 1500n,
    })
  })

  it('of several rows are booked whole or not at all', async () => {
    const head = 'orderNo,customerId,date,amount,sku'
    const long = Array.from({ length: 501 }, () => 'L,1,2026-03-01,1,S1')
    const apart = ['A,1,2026-03-01,10,S1', 'B,1,2026-03-01,5,S1', 'A,1,2026-03-01,10,S2']
    const differing = ['C,1,2026-03-01,1,S1', 'C,2,2026-03-01,1,S1', 'D,1,2026-03-01,1,S1']
    const file = [head, ...apart, ...differing, 'D,,,1,S2', ...long].join('\n')
    const { refusals, created, refused } = await add(file)
    expect(refusals.map(({ line, code, field }) => [line, code, field])).toEqual([
      [2, 'ROWS_APART', null],
      [4, 'ROWS_APART', null],
      [6, 'ORDER_ROWS_DIFFER', 'externalId'],
      [9, 'ROWS_TOO_MANY', null],
      [509, 'ROWS_TOO_MANY', null],
    ])
    expect([created.rows, created.records, refused.rows]).toEqual([3, 2, 505])
    expect((await list()).list.map(({ orderNo, paidFen }) => [orderNo, paidFen])).toEqual([
      ['D', 200],
      ['B', 500],
    ])
  })

  it('are found by number, member, day and amount, within the stores one sees', async () => {
    const { id: storeId } = await createStore(ctx, { code: 'HZ9', name: '杭州店' })
    await add(
      'orderNo,customerId,date,amount,store\nA,1,2026-03-01,5,HZ9\nB,1,2026-03-02,6,\nC,2,2026-03-03,7,HZ9',
    )
    const numbers = async (input: object, over: Ctx<Db> = ctx) =>
      (await listOrders(over, listOrdersInput.parse(input))).list.map(({ orderNo }) => orderNo)
    const { uid } = await ctx.db.member.findUniqueOrThrow({ where: { externalId: '1' } })
    expect(await numbers({})).toEqual(['C', 'B', 'A'])
    expect(await numbers({ keyword: 'B' })).toEqual(['B'])
    expect(await numbers({ memberUid: uid })).toEqual(['B', 'A'])
    expect(await numbers({ paidFrom: '2026-03-02', paidTo: '2026-03-02' })).toEqual(['B'])
    expect(await numbers({ paidFenMin: 600, sort: 'paidFen', order: 'asc' })).toEqual(['B', 'C'])
    const own: Ctx<Db> = {
      ...ctx,
      actor: { ...ctx.actor, scope: { kind: 'stores', storeIds: [storeId] } },
    }
    expect(await numbers({}, own)).toEqual(['C', 'A'])
    const b = (await list({ keyword: 'B' })).list[0]
    await expect(getOrder(own, { id: b?.id ?? 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of who belongs to one store are of that store where none is named', async () => {
    const { id: one } = await createStore(ctx, { code: 'HZ7', name: '西溪店' })
    const { id: two } = await createStore(ctx, { code: 'HZ8', name: '滨江店' })
    const of = (...storeIds: number[]): Ctx<Db> => ({
      ...ctx,
      actor: { ...ctx.actor, scope: { kind: 'stores', storeIds } },
    })
    const file = 'orderNo,customerId,date,amount,store\nA,9,2026-03-01,5,\nB,9,2026-03-02,6,HZ8'
    await importBytes(of(one), memberImporter, 'customerId\n9')
    const first = await importBytes(of(one), orderImporter, file)
    expect(first.refusals.map(({ line, field }) => [line, field])).toEqual([[3, 'store']])
    expect((await list()).list.map(({ store }) => store)).toEqual(['西溪店'])
    expect(await importBytes(of(one), orderImporter, file)).toMatchObject({
      unchanged: { rows: 1 },
    })
    const { refusals } = await importBytes(of(one, two), orderImporter, file)
    expect(refusals.map(({ line, code }) => [line, code])).toEqual([[2, 'STORE_UNKNOWN']])
  })

  it('booked from several places at once add up: members’ totals are the sum of orders', async () => {
    const [one, two] = [await memberId('1'), await memberId('2')]
    const order = (n: number): NewOrder => ({
      source: 'test',
      orderNo: `T${n}`,
      memberId: n % 3 === 0 ? two : one,
      storeId: null,
      quantity: 1,
      paidFen: n,
      freightFen: 0,
      paidAt: ctx.clock.now(),
      businessDate: `2026-03-${String((n % 28) + 1).padStart(2, '0')}`,
      lines: [],
    })
    const orders = Array.from({ length: 120 }, (_, i) => order(i + 1))
    // Every order is told four times, in other company each time.
    await Promise.all(
      [1, 7, 11, 13].map(async (step) => {
        for (let i = 0; i < 10; i += 1) {
          const some = orders.filter((_, n) => (n * step) % 10 === i)
          const rest = step === 1 ? orders.filter((_, n) => n % 10 === i) : some
          await inTransaction(ctx, (ctx) => bookOrders(ctx, rest))
        }
      }),
    )
    const sum = orders.reduce((total, { paidFen }) => total + paidFen, 0)
    expect(await countOrders(ctx)).toEqual({
      orders: 120,
      paidFen: sum,
      bookedOrders: 120,
      bookedFen: sum,
    })
    const days = await ctx.db.memberDay.aggregate({ _sum: { orderCount: true } })
    expect(days._sum.orderCount).toBe(120)
  })

  describe('whatever order files come in and however often', () => {
    it('totals equal an independent sum over the orders', async () => {
      const row = fc.record({
        no: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 5 }),
      })
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(row, { maxLength: 8 }), { maxLength: 4 }),
          async (files) => {
            await ctx.db.order.deleteMany()
            await ctx.db.memberDay.deleteMany()
            await ctx.db.memberTotals.updateMany({
              data: { orderCount: 0, spendFen: 0, lastOrderDate: '' },
            })
            const expected = new Map<number, { day: number; fen: number }>()
            for (const rows of files) {
              const text = rows.map(
                ({ no, day }) => `${no},${(no % 2) + 1},2026-03-0${day},1,${no}.0${day}`,
              )
              await add([HEAD, 'Z,1,2026-03-01,1,0', ...text].join('\n'))
              for (const { no, day } of rows) {
                if (!expected.has(no)) expected.set(no, { day, fen: no * 100 + day })
              }
            }
            const sum = [...expected.values()].reduce((total, { fen }) => total + fen, 0)
            const zero = files.length > 0 ? 1 : 0
            expect(await countOrders(ctx)).toEqual({
              orders: expected.size + zero,
              paidFen: sum,
              bookedOrders: expected.size + zero,
              bookedFen: sum,
            })
          },
        ),
        { numRuns: 15 },
      )
    }, 60_000)
  })
})
