import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, rowSet } from '../../db/row-set.ts'
import { queryRows, runStatement, sql, type Sql } from '../../db/sql.ts'
import { MEMBER_COLUMNS } from './batch.sql.ts'

const GIFTS = sql`"PointEntry" g WHERE g."business" = 'reinstatement' AND g."kind" = 'earn'`

/** Were the points of an expiry given back, and not all taken again since? By any batch but the one left out. */
export const isGivenBack = (entryId: Sql, butBatch = ''): Sql =>
  sql`EXISTS (SELECT 1 FROM ${GIFTS} AND g."businessId" = ${entryId} AND g."batchId" <> ${butBatch}
    AND g."points" > (SELECT COALESCE(SUM(-t."points"), 0) FROM "PointEntry" t WHERE t."reverses" = g."id"))`

const among = (ctx: Ctx, recordIds: readonly string[]): Sql =>
  rowSet(
    ctx,
    { id: 'text' },
    recordIds.map((id) => ({ id })),
  )

const ITEM_COLUMNS = {
  batchId: 'text',
  memberId: 'integer',
  recordId: 'text',
  points: 'integer',
  status: 'text',
} as const
interface NewItem {
  readonly memberId: number
  readonly recordId: string
  readonly points: number
}

/** Writes what a batch is about, and whose that is. */
export async function insertItems(
  ctx: Ctx<Tx>,
  batchId: string,
  items: readonly NewItem[],
): Promise<void> {
  const status = 'waiting'
  const ids = [...new Set(items.map(({ memberId }) => memberId))]
  const members = {
    table: 'PointBatchMember',
    columns: MEMBER_COLUMNS,
    rows: ids.map((memberId) => ({ batchId, memberId, status, forgone: 0 })),
  }
  await runStatement(ctx, sql`${insertFrom(ctx, members)} ON CONFLICT DO NOTHING`)
  const rows = items.map(({ memberId, recordId, points }) => ({
    ...{ batchId, memberId, recordId, points, status },
  }))
  await runStatement(ctx, insertFrom(ctx, { table: 'PointBatchItem', columns: ITEM_COLUMNS, rows }))
}

/** Items with which nothing was done yet, those of a member one after another. */
export const waitingItems = (ctx: Ctx, batchId: string, most: number) =>
  queryRows(
    ctx,
    sql`SELECT i."memberId", i."recordId" FROM "PointBatchItem" i
      WHERE i."batchId" = ${batchId} AND i."status" = 'waiting'
      ORDER BY i."memberId", i."recordId" LIMIT ${most}`,
    z.object({ memberId: z.int(), recordId: z.string() }),
  )

/** Lots as they are now. */
export const lotsNow = (ctx: Ctx, recordIds: readonly string[]) =>
  queryRows(
    ctx,
    sql`SELECT l."id" AS "recordId", l."expiresOn", l."free" + l."held" + l."frozen" AS "points"
      FROM ${among(ctx, recordIds)} AS r CROSS JOIN "PointLot" l WHERE l."id" = r."id"`,
    z.object({ recordId: z.string(), expiresOn: z.string().nullable(), points: z.int() }),
  )

/** Entries by which points expired, and how often other batches gave those points back before. */
export const expiriesNow = (ctx: Ctx, batchId: string, recordIds: readonly string[]) =>
  queryRows(
    ctx,
    sql`SELECT e."id" AS "recordId", e."businessId" AS "asOf", -e."points" AS "points",
        (SELECT COUNT(*) FROM ${GIFTS} AND g."businessId" = e."id" AND g."batchId" <> ${batchId}) AS "before",
        CASE WHEN ${isGivenBack(sql`e."id"`, batchId)} THEN 1 ELSE 0 END AS "isGivenBack"
      FROM ${among(ctx, recordIds)} AS r CROSS JOIN "PointEntry" e WHERE e."id" = r."id"`,
    z.object({
      recordId: z.string(),
      asOf: z.string(),
      points: z.coerce.number(),
      before: z.coerce.number(),
      isGivenBack: z.coerce.number().transform((flag) => flag === 1),
    }),
  )

const LEFT = sql`CAST(ABS(e."points") - COALESCE((SELECT SUM(ABS(t."points") + t."forgone")
  FROM "PointEntry" t WHERE t."reverses" = e."id"), 0) AS INTEGER)`

/** Entries that a batch made one by one, with what of each can still be taken back. */
export const reversibleItems = (
  ctx: Ctx,
  batchId: string,
  { after, most }: { after: string; most: number },
) =>
  queryRows(
    ctx,
    sql`SELECT i."recordId" AS "place", i."memberId", e."id" AS "recordId", ${LEFT} AS "points"
      FROM "PointBatchItem" i JOIN "PointEntry" e ON e."id" = i."entryId"
      WHERE i."batchId" = ${batchId} AND i."recordId" > ${after} ORDER BY i."recordId" LIMIT ${most}`,
    z.object({ place: z.string(), memberId: z.int(), recordId: z.string(), points: z.int() }),
  )

/** What of entries can still be taken back. */
export const leftOf = (ctx: Ctx, recordIds: readonly string[]) =>
  queryRows(
    ctx,
    sql`SELECT e."id" AS "recordId", ${LEFT} AS "left"
      FROM ${among(ctx, recordIds)} AS r CROSS JOIN "PointEntry" e WHERE e."id" = r."id"`,
    z.object({ recordId: z.string(), left: z.int() }),
  )

const NOTE_COLUMNS = {
  recordId: 'text',
  status: 'text',
  code: 'text',
  params: 'text',
  entryId: 'text',
} as const

export interface ItemOutcome {
  readonly recordId: string
  readonly status: 'done' | 'refused'
  readonly code: string | null
  readonly params: string | null
  readonly entryId: string | null
}

/** Notes what became of items. */
export const noteItemOutcomes = (
  ctx: Ctx<Tx>,
  batchId: string,
  outcomes: readonly ItemOutcome[],
): Promise<number> =>
  runStatement(
    ctx,
    sql`UPDATE "PointBatchItem" AS i SET "status" = r."status", "code" = r."code",
        "params" = r."params", "entryId" = r."entryId"
      FROM ${rowSet(ctx, NOTE_COLUMNS, outcomes)} AS r
      WHERE i."batchId" = ${batchId} AND i."recordId" = r."recordId" AND i."status" = 'waiting'`,
  )

interface Span {
  readonly first: number
  readonly last: number
}
const within = (batchId: string, { first, last }: Span): Sql =>
  sql`i."batchId" = ${batchId} AND i."memberId" BETWEEN ${first} AND ${last}`

/** Members of a span with whose items all is done: how many succeeded, and what was forgone. */
export const finishedMembers = (ctx: Ctx, batchId: string, span: Span) =>
  queryRows(
    ctx,
    // All statuses are named, so that the index leads to the span.
    sql`SELECT i."memberId", SUM(CASE WHEN i."status" = 'done' THEN 1 ELSE 0 END) AS "done",
        COALESCE(SUM(e."forgone"), 0) AS "forgone"
      FROM "PointBatchItem" i LEFT JOIN "PointEntry" e ON e."id" = i."entryId"
      WHERE ${within(batchId, span)} AND i."status" IN ('waiting', 'done', 'refused')
      GROUP BY i."memberId" HAVING SUM(CASE WHEN i."status" = 'waiting' THEN 1 ELSE 0 END) = 0`,
    z.object({ memberId: z.int(), done: z.coerce.number(), forgone: z.coerce.number() }),
  )

/** Why items of a span of members were refused: the first reason of each member. */
export async function firstRefusals(ctx: Ctx, batchId: string, span: Span) {
  const rows = await queryRows(
    ctx,
    sql`SELECT i."memberId", i."code", i."params" FROM "PointBatchItem" i
      WHERE ${within(batchId, span)} AND i."status" = 'refused'
      ORDER BY i."memberId" DESC, i."recordId" DESC`,
    z.object({ memberId: z.int(), code: z.string(), params: z.string() }),
  )
  return new Map(rows.map(({ memberId, ...why }) => [memberId, why]))
}
