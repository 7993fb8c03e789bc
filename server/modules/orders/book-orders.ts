import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, insertRows, rowSet, type RowOf } from '../../db/row-set.ts'
import { queryRows, runStatement, sql } from '../../db/sql.ts'
import { invariant } from '../../kernel/invariant.ts'

export const ORDER_COLUMNS = {
  source: 'text',
  orderNo: 'text',
  memberId: 'integer',
  storeId: 'integer',
  status: 'text',
  quantity: 'integer',
  paidFen: 'integer',
  freightFen: 'integer',
  refundedFen: 'integer',
  paidAt: 'instant',
  businessDate: 'text',
  completedAt: 'instant',
  createdAt: 'instant',
} as const
export const LINE_COLUMNS = {
  orderId: 'integer',
  lineNo: 'integer',
  sku: 'text',
  name: 'text',
  category: 'text',
  quantity: 'integer',
  paidFen: 'integer',
} as const
export const DAY_COLUMNS = {
  memberId: 'integer',
  businessDate: 'text',
  orderCount: 'integer',
  spendFen: 'bigint',
} as const
const TOTAL_COLUMNS = {
  memberId: 'integer',
  orderCount: 'integer',
  spendFen: 'bigint',
  lastOrderDate: 'text',
} as const

export interface NewLine {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly quantity: number
  readonly paidFen: number
}

/** A completed order as it comes to be booked. `(source, orderNo)` is its natural key. */
export interface NewOrder {
  readonly source: string
  readonly orderNo: string
  readonly memberId: number
  readonly storeId: number | null
  readonly quantity: number
  readonly paidFen: number
  readonly freightFen: number
  readonly paidAt: Date
  readonly businessDate: string
  readonly lines: readonly NewLine[]
}

const keyOf = ({ source, orderNo }: { source: string; orderNo: string }): string =>
  `${source}\u0000${orderNo}`

type Order = RowOf<typeof ORDER_COLUMNS>

/** An order as it stands in the table. */
export const toOrderRow = (order: NewOrder, now: Date): Order => ({
  source: order.source,
  orderNo: order.orderNo,
  memberId: order.memberId,
  storeId: order.storeId,
  status: 'completed',
  quantity: order.quantity,
  paidFen: order.paidFen,
  freightFen: order.freightFen,
  refundedFen: 0,
  paidAt: order.paidAt,
  businessDate: order.businessDate,
  completedAt: order.paidAt,
  createdAt: now,
})

/** An order's lines as they stand in the table. */
export const toLineRows = (orderId: number, { lines }: NewOrder): RowOf<typeof LINE_COLUMNS>[] =>
  lines.map((line, i) => ({ orderId, lineNo: i + 1, ...line }))

async function insertLines(
  ctx: Ctx<Tx>,
  orders: readonly NewOrder[],
  ids: ReadonlyMap<string, number>,
) {
  const rows = orders.flatMap((order) => {
    const orderId = ids.get(keyOf(order))
    return orderId === undefined ? [] : toLineRows(orderId, order)
  })
  await insertRows(ctx, { table: 'OrderLine', columns: LINE_COLUMNS, rows })
}

/** Sums by some key, in the order of members so that two transactions lock rows in the same order. */
function sumBy<K extends string>(orders: readonly NewOrder[], keyOf: (order: NewOrder) => K) {
  const sums = new Map<
    K,
    { memberId: number; orderCount: number; spendFen: number; lastOrderDate: string }
  >()
  for (const order of orders) {
    const key = keyOf(order)
    const sum = sums.get(key)
    sums.set(key, {
      memberId: order.memberId,
      orderCount: (sum?.orderCount ?? 0) + 1,
      spendFen: (sum?.spendFen ?? 0) + order.paidFen,
      lastOrderDate:
        sum && sum.lastOrderDate > order.businessDate ? sum.lastOrderDate : order.businessDate,
    })
  }
  return [...sums.values()].sort(
    (a, b) => a.memberId - b.memberId || (a.lastOrderDate < b.lastOrderDate ? -1 : 1),
  )
}

/** What orders add to their members' days. */
export const sumByDay = (orders: readonly NewOrder[]) =>
  sumBy(orders, ({ memberId, businessDate }) => `${memberId} ${businessDate}`).map(
    ({ lastOrderDate, ...day }) => ({ ...day, businessDate: lastOrderDate }),
  )

/** What orders add to their members' totals. */
export const sumByMember = (orders: readonly NewOrder[]) =>
  sumBy(orders, ({ memberId }) => `${memberId}`)

/** Adds orders to the days and totals of their members. Changes what is there, never reads it first. */
async function addToRollUps(ctx: Ctx<Tx>, orders: readonly NewOrder[]): Promise<void> {
  if (orders.length === 0) return
  const days = sumByDay(orders)
  const insert = insertFrom(ctx, { table: 'MemberDay', columns: DAY_COLUMNS, rows: days })
  await runStatement(
    ctx,
    sql`${insert} ON CONFLICT ("memberId", "businessDate") DO UPDATE SET
      "orderCount" = "MemberDay"."orderCount" + excluded."orderCount",
      "spendFen" = "MemberDay"."spendFen" + excluded."spendFen"`,
  )
  const totals = sumByMember(orders)
  const changed = await runStatement(
    ctx,
    sql`UPDATE "MemberTotals" AS t SET
      "orderCount" = t."orderCount" + r."orderCount",
      "spendFen" = t."spendFen" + r."spendFen",
      "lastOrderDate" = CASE WHEN r."lastOrderDate" > t."lastOrderDate"
        THEN r."lastOrderDate" ELSE t."lastOrderDate" END
      FROM ${rowSet(ctx, TOTAL_COLUMNS, totals)} AS r WHERE t."id" = r."memberId"`,
  )
  invariant(changed === totals.length, 'every member has totals')
}

/**
 * Books completed orders with their lines, and adds them to their members' days and totals, in the caller's
 * transaction. Orders whose number their source has used are left out and counted nowhere.
 *
 * @returns for each order in its order, whether it was booked
 */
export async function bookOrders(ctx: Ctx<Tx>, orders: readonly NewOrder[]): Promise<boolean[]> {
  if (orders.length === 0) return []
  const now = ctx.clock.now()
  const rows = orders.map((order) => toOrderRow(order, now))
  const inserted = await queryRows(
    ctx,
    sql`${insertFrom(ctx, { table: 'Order', columns: ORDER_COLUMNS, rows })}
      ON CONFLICT DO NOTHING RETURNING "id", "source", "orderNo"`,
    z.object({ id: z.int(), source: z.string(), orderNo: z.string() }),
  )
  const ids = new Map(inserted.map((row) => [keyOf(row), row.id]))
  const isBooked = orders.map((order) => ids.has(keyOf(order)))
  const booked = orders.filter((_, i) => isBooked[i])
  await insertLines(ctx, booked, ids)
  await addToRollUps(ctx, booked)
  return isBooked
}
