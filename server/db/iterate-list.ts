import { z } from 'zod'
import type { RowId } from '../contract/pagination.ts'
import type { Ctx } from './context.ts'
import { IdSet } from './id-set.ts'
import { sourceOf } from './list-source.ts'
import { all, readFew, walkedBy, type ListRows } from './long-list.ts'
import { identifier, plannedAnew, queryRows, sql } from './sql.ts'

const idRow = z.object({ id: z.int() })
/** A value as the database gave it is bound again as it is. */
const placeRow = z.object({
  id: z.union([z.int(), z.string()]),
  place: z.union([z.string(), z.number(), z.bigint(), z.date()]),
})

/** Ids of all rows that match, a chunk at a time in the order of ids. Each chunk sees what is there then. */
export async function* iterateIds(
  ctx: Ctx,
  list: Omit<ListRows<number>, 'order'>,
  chunkSize: number,
): AsyncGenerator<number[]> {
  const filter = all(list.conditions.map(({ check }) => check))
  const { from } = sourceOf(list, list.conditions)
  let lastId = 0
  for (;;) {
    const statement = sql`SELECT "id" FROM ${from}
      WHERE "id" > ${lastId} AND ${filter} ORDER BY "id" LIMIT ${chunkSize}`
    const ids = (await queryRows(ctx, statement, idRow)).map(({ id }) => id)
    lastId = ids.at(-1) ?? lastId
    if (ids.length > 0) yield ids
    if (ids.length < chunkSize) return
  }
}

/**
 * Ids of all rows that match, a chunk at a time in the order of the list, each chunk from the last row of the
 * one before. For rows whose value of the order never changes: each comes once.
 */
export async function* iterateFixed<Id extends RowId>(
  ctx: Ctx,
  list: ListRows<Id>,
  chunkSize: number,
): AsyncGenerator<Id[]> {
  const { from, filters } = walkedBy(list)
  const column = identifier(list.order.column)
  const isDescending = list.order.direction === 'desc'
  const direction = isDescending ? sql`DESC` : sql`ASC`
  const sign = isDescending ? sql`<` : sql`>`
  let last: z.infer<typeof placeRow> | undefined
  for (;;) {
    const beyond = last ? [sql`(${column}, "id") ${sign} (${last.place}, ${last.id})`] : []
    const statement = sql`SELECT "id", ${column} AS "place" FROM ${from}
      WHERE ${all([...filters, ...beyond])}
      ORDER BY ${column} ${direction}, "id" ${direction} LIMIT ${chunkSize}`
    const rows = await queryRows(ctx, plannedAnew(statement), placeRow)
    last = rows.at(-1)
    if (rows.length > 0) yield rows.map(({ id }) => list.ids.parse(id))
    if (rows.length < chunkSize) return
  }
}

/**
 * Ids of all rows that match, a chunk at a time in the order of the list. What fits into a chunk is read in one
 * statement. More are walked, each chunk from the last row of the one before: a row whose value changes on the
 * way may be passed twice or not at all, so it is handed out once only, or after all others. Each row that
 * matches all the time comes once.
 */
export async function* iterateInOrder(
  ctx: Ctx,
  list: ListRows<number>,
  chunkSize: number,
): AsyncGenerator<readonly number[]> {
  const few = await readFew(ctx, { ...list, pageNo: 1, pageSize: chunkSize }, chunkSize)
  if (few) {
    yield few.ids.map((id) => list.ids.parse(id))
    return
  }
  const seen = new IdSet()
  for await (const ids of iterateFixed(ctx, list, chunkSize)) yield ids.filter((id) => seen.add(id))
  for await (const ids of iterateIds(ctx, list, chunkSize)) {
    const passedOver = ids.filter((id) => seen.add(id))
    if (passedOver.length > 0) yield passedOver
  }
}
