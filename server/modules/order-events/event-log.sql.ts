import { z } from 'zod'
import { maskMobile } from '../../contract/mobile.ts'
import { isErrorCode, type ErrorCode } from '../../contract/errors.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertRows, rowSet } from '../../db/row-set.ts'
import { instantColumn, jsonColumn, queryRows, runStatement, sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'
import {
  orderEvent,
  orderEventAnswer,
  ORDER_EVENT_KINDS,
  type OrderEventAnswer,
  type OrderEventInput,
} from './order-events.contract.ts'
import type { OrderKey } from './order-trail.sql.ts'

export const EVENT_COLUMNS = {
  id: 'text',
  source: 'text',
  orderNo: 'text',
  kind: 'text',
  refundNo: 'text',
  caller: 'text',
  key: 'text',
  body: 'text',
  payload: 'text',
  status: 'text',
  result: 'text',
  shortPoints: 'integer',
  occurredAt: 'instant',
  receivedAt: 'instant',
  appliedAt: 'instant',
} as const

/**
 * An event as it is kept. A mobile number is the one thing in it that says who somebody is: who he was found to be
 * stands with the order.
 */
export function withoutMobile(event: OrderEventInput): OrderEventInput {
  if (event.kind !== 'paid' || event.member.mobile === undefined) return event
  return { ...event, member: { ...event.member, mobile: maskMobile(event.member.mobile) } }
}

export const EVENT_STATUSES = ['applied', 'parked', 'refused'] as const

const storedRow = z.object({
  id: z.string(),
  source: z.string(),
  orderNo: z.string(),
  kind: z.enum(ORDER_EVENT_KINDS),
  refundNo: z.string(),
  caller: z.string(),
  key: z.string(),
  body: z.string(),
  payload: jsonColumn.pipe(orderEvent),
  status: z.enum(EVENT_STATUSES),
  result: z.string().nullable(),
  shortPoints: z.int(),
  occurredAt: instantColumn,
  receivedAt: instantColumn,
})
/** An event that came before. */
export type StoredEvent = z.infer<typeof storedRow>

const storedRefusal = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** A refusal as it is kept. */
export const toRefusal = ({ code, params }: AppError) => ({ code, params })

/** What became of an event: its answer, why it was refused, or neither while it waits. */
export function resultOf({ result, status }: Pick<StoredEvent, 'result' | 'status'>): {
  readonly answer?: OrderEventAnswer
  readonly refusal?: AppError
} {
  if (result === null) return {}
  const value: unknown = JSON.parse(result)
  if (status === 'applied') return { answer: orderEventAnswer.parse(value) }
  const { code, params } = storedRefusal.parse(value)
  return { refusal: new AppError(code, params) }
}

/** All events of these orders, and those that came with one of these keys. */
export async function readEvents(
  ctx: Ctx<Tx>,
  orders: readonly OrderKey[],
  keys: readonly { readonly caller: string; readonly key: string }[],
): Promise<StoredEvent[]> {
  const numbers = rowSet(ctx, { source: 'text', orderNo: 'text' }, orders)
  const given = rowSet(ctx, { caller: 'text', key: 'text' }, keys)
  return queryRows(
    ctx,
    // CROSS JOIN keeps the order: SQLite would read all events of a source that all rows agree on.
    sql`SELECT e.* FROM ${numbers} AS r CROSS JOIN "OrderEvent" e
      WHERE e."source" = r."source" AND e."orderNo" = r."orderNo"
      UNION SELECT e.* FROM ${given} AS g CROSS JOIN "OrderEvent" e
      WHERE e."caller" = g."caller" AND e."key" = g."key"`,
    storedRow,
  )
}

/** An event as it is written; parked ones that are applied now are written over. */
export interface EventRow extends Omit<StoredEvent, 'payload'> {
  readonly payload: string
  readonly appliedAt: Date | null
}

/** Writes events that came, and what became of those that waited. */
export async function writeEvents(
  ctx: Ctx<Tx>,
  { inserted, ended }: { inserted: readonly EventRow[]; ended: readonly EventRow[] },
): Promise<void> {
  await insertRows(ctx, { table: 'OrderEvent', columns: EVENT_COLUMNS, rows: inserted })
  if (ended.length === 0) return
  const { id, status, result, shortPoints, appliedAt } = EVENT_COLUMNS
  const columns = { id, status, result, shortPoints, appliedAt }
  const rows = ended.map(({ id, status, result, shortPoints, appliedAt }) => ({
    ...{ id, status, result, shortPoints, appliedAt },
  }))
  await runStatement(
    ctx,
    sql`UPDATE "OrderEvent" AS e SET "status" = r."status", "result" = r."result",
      "shortPoints" = r."shortPoints", "appliedAt" = r."appliedAt" FROM ${rowSet(ctx, columns, rows)} AS r WHERE e."id" = r."id"`,
  )
}
