import { expect, it } from 'vitest'
import { isMemberNo } from '../contract/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { listMembersInput } from '../modules/members/members.contract.ts'
import { listMembers } from '../modules/members/members.service.ts'
import { bookOrders, countOrders } from '../modules/orders/orders.service.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { makeLines } from './made-up-lines.ts'
import { numberOf } from './made-up-members.ts'
import { Random } from './random.ts'
import { seed } from './seed.ts'

it('numbers of made-up members are well-formed and all different', () => {
  const numbers = Array.from({ length: 20_000 }, (_, n) => numberOf(n * 51))
  expect(numbers.every(isMemberNo)).toBe(true)
  expect(new Set(numbers).size).toBe(numbers.length)
})

it('lines of a made-up order are of different products and add up, also when nothing was paid', () => {
  const random = new Random(5)
  const widths = new Set<number>()
  for (let n = 0; n < 3_000; n += 1) {
    const order = { quantity: 1 + (n % 4), paidFen: n % 7 === 0 ? 0 : 5_000_000 - n * 1_601 }
    const lines = makeLines(random, order)
    expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length)
    expect(lines.every(({ quantity, paidFen }) => quantity > 0 && paidFen >= 0)).toBe(true)
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(sum(lines.map(({ quantity }) => quantity))).toBe(order.quantity)
    expect(sum(lines.map(({ paidFen }) => paidFen))).toBe(order.paidFen)
    widths.add(lines.length)
  }
  expect([...widths].sort()).toEqual([1, 2, 3, 4])
  expect(makeLines(new Random(9), { quantity: 4, paidFen: 999 })).toEqual(
    makeLines(new Random(9), { quantity: 4, paidFen: 999 }),
  )
})

describeOnBothDatabases('made-up data', (database) => {
  it('fills an empty database whose books agree, with all its indexes, and no other', async () => {
    const ctx = makeTestContext(database())
    const made = await seed(ctx, { members: 1_500, orders: 6_000, points: 6, seed: 3 })
    const { orders, paidFen, bookedOrders, bookedFen } = await countOrders(ctx)
    expect([orders, paidFen]).toEqual([bookedOrders, bookedFen])
    expect(orders).toBe(made.orders)
    expect(Math.abs(orders - 6_000)).toBeLessThan(1_200)
    const days = await ctx.db.memberDay.aggregate({ _sum: { orderCount: true, spendFen: true } })
    expect(days._sum).toEqual({ orderCount: orders, spendFen: BigInt(paidFen) })
    const stored = await ctx.db.order.findMany({ include: { lines: true } })
    const wrong = stored.filter(({ quantity, paidFen, lines }) => {
      const add = (key: 'quantity' | 'paidFen') => lines.reduce((sum, line) => sum + line[key], 0)
      return lines.length === 0 || add('quantity') !== quantity || add('paidFen') !== paidFen
    })
    expect(wrong).toEqual([])
    const accounts = await ctx.db.pointAccount.findMany()
    expect(accounts.length).toBe(1_500)
    const entries = await ctx.db.pointEntry.findMany({
      orderBy: [{ memberId: 'asc' }, { seq: 'asc' }],
    })
    expect(entries.length).toBe(made.points)
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['earn', 'spend', 'expire']))
    const lots = await ctx.db.pointLot.findMany()
    const allocations = await ctx.db.pointAllocation.findMany()
    const sumBy = <T>(rows: readonly T[], keyOf: (row: T) => unknown, of: (row: T) => number) => {
      const sums = new Map<unknown, number>()
      for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + of(row))
      return sums
    }
    const booked = sumBy(
      entries,
      ({ memberId }) => memberId,
      ({ points }) => points,
    )
    const free = sumBy(
      lots,
      ({ memberId }) => memberId,
      ({ free }) => free,
    )
    const moved = sumBy(
      allocations,
      ({ lotId }) => lotId,
      ({ points }) => points,
    )
    expect(accounts.filter(({ id, available }) => available !== (booked.get(id) ?? 0))).toEqual([])
    expect(accounts.filter(({ id, available }) => available !== (free.get(id) ?? 0))).toEqual([])
    expect(lots.filter(({ id, points, free }) => points + (moved.get(id) ?? 0) !== free)).toEqual(
      [],
    )
    expect(entries.filter(({ bookedAt, occurredAt }) => +bookedAt !== +occurredAt)).toEqual([])
    const found = await listMembers(ctx, listMembersInput.parse({ keyword: '厨房' }))
    expect(found.total).toBeGreaterThan(20)
    // An order that comes later has an id, and lines, of its own.
    const [last] = stored.slice(-1)
    const later = {
      ...{ source: 'seed', orderNo: 'later', memberId: 1, storeId: null, freightFen: 0 },
      ...{ quantity: 2, paidFen: 5, paidAt: ctx.clock.now(), businessDate: '2026-03-18' },
      lines: makeLines(new Random(1), { quantity: 2, paidFen: 5 }),
    }
    expect(await inTransaction(ctx, (ctx) => bookOrders(ctx, [later]))).toEqual([true])
    const added = await ctx.db.order.findFirstOrThrow({ where: { orderNo: 'later' } })
    expect(added.id).toBeGreaterThan(last?.id ?? Infinity)
    // A member who comes later gets an id of his own, and a taken mobile is still refused.
    const { mobileIndex } = await ctx.db.member.findFirstOrThrow({
      where: { mobileIndex: { not: null } },
    })
    await expect(
      ctx.db.member.updateMany({ where: { id: { in: [1, 2] } }, data: { mobileIndex } }),
    ).rejects.toThrow()
    await expect(seed(ctx, { members: 1, orders: 1, seed: 1 })).rejects.toMatchObject({
      code: 'SEED_NOT_EMPTY',
    })
  })
})
