import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, insertRows, type RowOf } from '../../db/row-set.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { changeRollUps, toRollUp } from './roll-ups.ts'

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

export const keyOf = ({ source, orderNo }: { source: string; orderNo: string }): string =>
  `${source}\u0000${orderNo}`

type Order = RowOf<typeof ORDER_COLUMNS>

/** An order as it stands in the table. */
export const toOrderRow = (
  order: Omit<NewOrder, 'memberId'> & { readonly memberId: number | null },
  now: Date,
): Order => ({
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
export const toLineRows = (
  orderId: number,
  { lines }: Pick<NewOrder, 'lines'>,
): RowOf<typeof LINE_COLUMNS>[] => lines.map((line, i) => ({ orderId, lineNo: i + 1, ...line }))

/** Inserts the lines of the orders that have an id. */
export async function insertLines(
  ctx: Ctx<Tx>,
  orders: readonly Pick<NewOrder, 'source' | 'orderNo' | 'lines'>[],
  ids: ReadonlyMap<string, number>,
) {
  const rows = orders.flatMap((order) => {
    const orderId = ids.get(keyOf(order))
    return orderId === undefined ? [] : toLineRows(orderId, order)
  })
  await insertRows(ctx, { table: 'OrderLine', columns: LINE_COLUMNS, rows })
}

const bookedRow = z.object({ id: z.int(), source: z.string(), orderNo: z.string() })

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
    bookedRow,
  )
  const ids = new Map(inserted.map((row) => [keyOf(row), row.id]))
  const isBooked = orders.map((order) => ids.has(keyOf(order)))
  const booked = orders.filter((_, i) => isBooked[i])
  await insertLines(ctx, booked, ids)
  await changeRollUps(ctx, booked.map(toRollUp))
  return isBooked
}
