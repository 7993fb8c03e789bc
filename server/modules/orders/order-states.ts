import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, rowSet, type RowOf } from '../../db/row-set.ts'
import { instantColumn, queryRows, runStatement, sql } from '../../db/sql.ts'
import { invariant } from '../../kernel/invariant.ts'
import { insertLines, keyOf, ORDER_COLUMNS, toOrderRow, type NewOrder } from './book-orders.ts'
import { orderStatus } from './orders.contract.ts'

/** An order that was paid; nobody's when its member is cancelled. */
export interface PaidOrder extends Omit<NewOrder, 'memberId'> {
  readonly memberId: number | null
}

const PAID_COLUMNS = { ...ORDER_COLUMNS, isBooked: 'boolean' } as const

const keptRow = z.object({ id: z.int(), source: z.string(), orderNo: z.string() })

/**
 * Inserts orders that were paid and are not completed yet, with their lines. They count nowhere until they are
 * booked. @returns the id of each that was inserted by `keyOf`; a number that its source has used is left out
 */
export async function insertPaidOrders(
  ctx: Ctx<Tx>,
  orders: readonly PaidOrder[],
): Promise<ReadonlyMap<string, number>> {
  if (orders.length === 0) return new Map()
  const now = ctx.clock.now()
  const rows = orders.map((order) => ({
    ...{ ...toOrderRow(order, now), status: 'paid', completedAt: null, isBooked: false },
  }))
  const inserted = await queryRows(
    ctx,
    sql`${insertFrom(ctx, { table: 'Order', columns: PAID_COLUMNS, rows })}
      ON CONFLICT DO NOTHING RETURNING "id", "source", "orderNo"`,
    keptRow,
  )
  const ids = new Map(inserted.map((row) => [keyOf(row), row.id]))
  await insertLines(ctx, orders, ids)
  return ids
}

const bool = z.union([z.boolean(), z.number()]).transform(Boolean)
const stateRow = z.object({
  id: z.int(),
  source: z.string(),
  orderNo: z.string(),
  memberId: z.int().nullable(),
  storeId: z.int().nullable(),
  status: orderStatus,
  paidFen: z.int(),
  refundedFen: z.int(),
  businessDate: z.string(),
  completedAt: instantColumn.nullable(),
  isBooked: bool,
})
/** Where an order stands. */
export type OrderState = z.infer<typeof stateRow>

/** Where orders stand, by their numbers; those that are not there are left out. */
export async function readOrderStates(
  ctx: Ctx<Tx>,
  keys: readonly { readonly source: string; readonly orderNo: string }[],
): Promise<OrderState[]> {
  if (keys.length === 0) return []
  return queryRows(
    ctx,
    sql`SELECT o."id", o."source", o."orderNo", o."memberId", o."storeId", o."status", o."paidFen",
      o."refundedFen", o."businessDate", o."completedAt", o."isBooked"
      FROM ${rowSet(ctx, { source: 'text', orderNo: 'text' }, keys)} AS r
      CROSS JOIN "Order" o WHERE o."orderNo" = r."orderNo" AND o."source" = r."source"`,
    stateRow,
  )
}

const CHANGE_COLUMNS = {
  id: 'integer',
  status: 'text',
  refundedFen: 'integer',
  completedAt: 'instant',
  isBooked: 'boolean',
} as const

/** Writes where orders stand now. */
export async function writeOrderStates(
  ctx: Ctx<Tx>,
  orders: readonly RowOf<typeof CHANGE_COLUMNS>[],
): Promise<void> {
  if (orders.length === 0) return
  const rows = orders.map(({ id, status, refundedFen, completedAt, isBooked }) => ({
    ...{ id, status, refundedFen, completedAt, isBooked },
  }))
  const changed = await runStatement(
    ctx,
    sql`UPDATE "Order" AS o SET "status" = r."status", "refundedFen" = r."refundedFen",
      "completedAt" = r."completedAt", "isBooked" = r."isBooked"
      FROM ${rowSet(ctx, CHANGE_COLUMNS, rows)} AS r WHERE o."id" = r."id"`,
  )
  invariant(changed === rows.length, 'every order that changed is there')
}
