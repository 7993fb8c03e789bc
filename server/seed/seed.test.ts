import { expect, it } from 'vitest'
import { isMemberNo } from '../contract/ids.ts'
import { listMembersInput } from '../modules/members/members.contract.ts'
import { listMembers } from '../modules/members/members.service.ts'
import { countOrders } from '../modules/orders/orders.service.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { numberOf } from './made-up-members.ts'
import { seed } from './seed.ts'

it('numbers of made-up members are well-formed and all different', () => {
  const numbers = Array.from({ length: 20_000 }, (_, n) => numberOf(n * 51))
  expect(numbers.every(isMemberNo)).toBe(true)
  expect(new Set(numbers).size).toBe(numbers.length)
})

describeOnBothDatabases('made-up data', (database) => {
  it('fills an empty database whose books agree, with all its indexes, and no other', async () => {
    const ctx = makeTestContext(database())
    const made = await seed(ctx, { members: 1_500, orders: 6_000, seed: 3 })
    const { orders, paidFen, bookedOrders, bookedFen } = await countOrders(ctx)
    expect([orders, paidFen]).toEqual([bookedOrders, bookedFen])
    expect(orders).toBe(made.orders)
    expect(Math.abs(orders - 6_000)).toBeLessThan(1_200)
    const days = await ctx.db.memberDay.aggregate({ _sum: { orderCount: true, spendFen: true } })
    expect(days._sum).toEqual({ orderCount: orders, spendFen: BigInt(paidFen) })
    const found = await listMembers(ctx, listMembersInput.parse({ keyword: '厨房' }))
    expect(found.total).toBeGreaterThan(20)
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
