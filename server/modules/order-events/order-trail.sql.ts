import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, rowSet } from '../../db/row-set.ts'
import { jsonColumn, queryRows, runStatement, Sql, sql } from '../../db/sql.ts'
import {
  linePoints,
  notAwarded,
  type LinePoints,
  type NotAwarded,
} from './order-events.contract.ts'

/** The number of an order: unique in its source. */
export interface OrderKey {
  readonly source: string
  readonly orderNo: string
}

/** What an order did to points, as it is changed by events. Read `model OrderPoints`. */
export interface OrderTrail extends OrderKey {
  orderId: number | null
  memberId: number | null
  awardEntryId: string | null
  awardLotId: string | null
  awarded: number
  takenBack: number
  useEntryId: string | null
  used: number
  uncovered: number
  givenBack: number
  confirmDays: number | null
  confirmOn: string | null
  notAwarded: NotAwarded | null
  lines: LinePoints[]
}

const COLUMNS = {
  source: 'text',
  orderNo: 'text',
  orderId: 'integer',
  memberId: 'integer',
  awardEntryId: 'text',
  awardLotId: 'text',
  awarded: 'integer',
  takenBack: 'integer',
  useEntryId: 'text',
  used: 'integer',
  uncovered: 'integer',
  givenBack: 'integer',
  confirmDays: 'integer',
  confirmOn: 'text',
  notAwarded: 'text',
  lines: 'text',
  updatedAt: 'instant',
} as const
const KEY_COLUMNS = { source: 'text', orderNo: 'text' } as const

const trailRow = z.object({
  source: z.string(),
  orderNo: z.string(),
  orderId: z.int().nullable(),
  memberId: z.int().nullable(),
  awardEntryId: z.string().nullable(),
  awardLotId: z.string().nullable(),
  awarded: z.int(),
  takenBack: z.int(),
  useEntryId: z.string().nullable(),
  used: z.int(),
  uncovered: z.int(),
  givenBack: z.int(),
  confirmDays: z.int().nullable(),
  confirmOn: z.string().nullable(),
  notAwarded: notAwarded.nullable(),
  lines: jsonColumn.pipe(z.array(linePoints)),
})

const NOTHING = {
  ...{ orderId: null, memberId: null, awardEntryId: null, awardLotId: null, useEntryId: null },
  ...{ awarded: 0, takenBack: 0, used: 0, uncovered: 0, givenBack: 0 },
  ...{ confirmDays: null, confirmOn: null, notAwarded: null, lines: '[]' },
}

const byKey = (a: OrderKey, b: OrderKey): number =>
  a.source === b.source ? (a.orderNo < b.orderNo ? -1 : 1) : a.source < b.source ? -1 : 1

/**
 * Locks the trails of orders, in one order so that two who lock several do not wait for each other; an order
 * that nobody spoke of before gets one. So events of one order are applied one after the other, also those
 * that come before the payment.
 */
export async function lockTrails(ctx: Ctx<Tx>, keys: readonly OrderKey[]): Promise<OrderTrail[]> {
  const sorted = [...keys].sort(byKey)
  const updatedAt = ctx.clock.now()
  const rows = sorted.map(({ source, orderNo }) => ({ ...NOTHING, source, orderNo, updatedAt }))
  const insert = insertFrom(ctx, { table: 'OrderPoints', columns: COLUMNS, rows })
  await runStatement(ctx, sql`${insert} ON CONFLICT DO NOTHING`)
  return queryRows(
    ctx,
    sql`SELECT t.* FROM ${rowSet(ctx, KEY_COLUMNS, sorted)} AS r CROSS JOIN "OrderPoints" t
      WHERE t."source" = r."source" AND t."orderNo" = r."orderNo"
      ORDER BY t."source", t."orderNo" ${new Sql([ctx.dialect.lockRows === '' ? '' : `${ctx.dialect.lockRows} OF t`], [])}`,
    trailRow,
  )
}

/** Writes what events changed. */
export async function writeTrails(ctx: Ctx<Tx>, trails: readonly OrderTrail[]): Promise<void> {
  if (trails.length === 0) return
  const updatedAt = ctx.clock.now()
  const rows = trails.map((trail) => ({ ...trail, lines: JSON.stringify(trail.lines), updatedAt }))
  await runStatement(
    ctx,
    sql`UPDATE "OrderPoints" AS t SET "orderId" = r."orderId", "memberId" = r."memberId",
      "awardEntryId" = r."awardEntryId", "awardLotId" = r."awardLotId", "awarded" = r."awarded",
      "takenBack" = r."takenBack", "useEntryId" = r."useEntryId", "used" = r."used",
      "uncovered" = r."uncovered", "givenBack" = r."givenBack", "confirmDays" = r."confirmDays",
      "confirmOn" = r."confirmOn", "notAwarded" = r."notAwarded", "lines" = r."lines",
      "updatedAt" = r."updatedAt"
      FROM ${rowSet(ctx, COLUMNS, rows)} AS r
      WHERE t."source" = r."source" AND t."orderNo" = r."orderNo"`,
  )
}

/** Orders whose awards can be used from a business date on, some of them, locked. */
export const lockDueTrails = (
  ctx: Ctx<Tx>,
  { today, most }: { today: string; most: number },
): Promise<OrderTrail[]> =>
  queryRows(
    ctx,
    sql`SELECT t.* FROM "OrderPoints" t WHERE t."confirmOn" <= ${today}
      ORDER BY t."confirmOn" LIMIT ${most} ${new Sql([ctx.dialect.lockRows], [])}`,
    trailRow,
  )

const LINE = z.object({
  orderId: z.int(),
  lineNo: z.int(),
  quantity: z.int(),
  paidFen: z.int(),
})

/** Lines of orders that came from a file, as trails keep them: they gave and used nothing. */
export async function readPlainLines(
  ctx: Ctx<Tx>,
  orderIds: readonly number[],
): Promise<(LinePoints & { readonly orderId: number })[]> {
  if (orderIds.length === 0) return []
  const wanted = rowSet(
    ctx,
    { id: 'integer' },
    orderIds.map((id) => ({ id })),
  )
  const lines = await queryRows(
    ctx,
    sql`SELECT l."orderId", l."lineNo", l."quantity", l."paidFen" FROM ${wanted} AS r
      JOIN "OrderLine" l ON l."orderId" = r."id" ORDER BY l."orderId", l."lineNo"`,
    LINE,
  )
  const nothing = { earningFen: 0, awarded: 0, used: 0, refundedFen: 0, refundedQuantity: 0 }
  return lines.map((line) => ({ ...line, ...nothing }))
}
