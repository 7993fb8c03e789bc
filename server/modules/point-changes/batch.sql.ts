import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { queryRows, runStatement, sql } from '../../db/sql.ts'

export const findBatch = (ctx: Ctx, id: string) => ctx.db.pointBatch.findUnique({ where: { id } })
export type StoredBatch = NonNullable<Awaited<ReturnType<typeof findBatch>>>

export const MEMBER_COLUMNS = {
  batchId: 'text',
  memberId: 'integer',
  status: 'text',
  forgone: 'integer',
} as const

const among = (ctx: Ctx, ids: readonly number[]) =>
  rowSet(
    ctx,
    { id: 'integer' },
    ids.map((id) => ({ id })),
  )

/** How many of these members have fewer points than are wanted; who has no account has none. */
export async function countShort(
  ctx: Ctx,
  ids: readonly number[],
  wanted: number,
): Promise<number> {
  const [row] = await queryRows(
    ctx,
    sql`SELECT COUNT(*) AS "count" FROM ${among(ctx, ids)} AS r
      LEFT JOIN "PointAccount" a ON a."id" = r."id" WHERE COALESCE(a."available", 0) < ${wanted}`,
    z.object({ count: z.coerce.number() }),
  )
  return row?.count ?? 0
}

/** Home stores of a batch's members; 0 stands for none. */
export async function storesOfBatch(ctx: Ctx, batchId: string): Promise<number[]> {
  const rows = await queryRows(
    ctx,
    sql`SELECT DISTINCT COALESCE(m."homeStoreId", 0) AS "id" FROM "PointBatchMember" b
      JOIN "Member" m ON m."id" = b."memberId" WHERE b."batchId" = ${batchId}`,
    z.object({ id: z.int() }),
  )
  return rows.map(({ id }) => id)
}

/** Members of a batch with whom nothing was done yet. */
export const waitingMembers = (ctx: Ctx, batchId: string, most: number) =>
  queryRows(
    ctx,
    sql`SELECT b."memberId", m."uid" FROM "PointBatchMember" b JOIN "Member" m ON m."id" = b."memberId"
      WHERE b."batchId" = ${batchId} AND b."status" = 'waiting' ORDER BY b."memberId" LIMIT ${most}`,
    z.object({ memberId: z.int(), uid: z.string() }),
  )

/** Members of a batch whose points it changed, with what of their entries can still be taken back. */
export const reversibleOf = (
  ctx: Ctx,
  batchId: string,
  { after, most }: { after: number; most: number },
) =>
  queryRows(
    ctx,
    sql`SELECT b."memberId", e."id" AS "entryId", e."points",
        CAST(ABS(e."points") - COALESCE((SELECT SUM(ABS(r."points") + r."forgone") FROM "PointEntry" r
          WHERE r."reverses" = e."id"), 0) AS INTEGER) AS "left"
      FROM "PointBatchMember" b JOIN "PointEntry" e ON e."id" = b."entryId"
      WHERE b."batchId" = ${batchId} AND b."memberId" > ${after}
      ORDER BY b."memberId" LIMIT ${most}`,
    z.object({ memberId: z.int(), entryId: z.string(), points: z.int(), left: z.int() }),
  )

/** The same of some members, for the step that takes their entries back. */
export const reversibleAmong = (ctx: Ctx, batchId: string, ids: readonly number[]) =>
  queryRows(
    ctx,
    sql`SELECT b."memberId", e."id" AS "entryId",
        CAST(ABS(e."points") - COALESCE((SELECT SUM(ABS(r."points") + r."forgone") FROM "PointEntry" r
          WHERE r."reverses" = e."id"), 0) AS INTEGER) AS "left"
      FROM ${among(ctx, ids)} AS i
      JOIN "PointBatchMember" b ON b."batchId" = ${batchId} AND b."memberId" = i."id"
      JOIN "PointEntry" e ON e."id" = b."entryId"`,
    z.object({ memberId: z.int(), entryId: z.string(), left: z.int() }),
  )

const OUTCOME_COLUMNS = {
  memberId: 'integer',
  status: 'text',
  code: 'text',
  params: 'text',
  entryId: 'text',
  forgone: 'integer',
} as const

export interface MemberOutcome {
  readonly memberId: number
  readonly status: 'done' | 'refused'
  readonly code: string | null
  readonly params: string | null
  readonly entryId: string | null
  readonly forgone: number
}

/** Notes what became of members. @returns how many that is news of */
export const noteOutcomes = (
  ctx: Ctx<Tx>,
  batchId: string,
  outcomes: readonly MemberOutcome[],
): Promise<number> =>
  runStatement(
    ctx,
    sql`UPDATE "PointBatchMember" AS b SET "status" = r."status", "code" = r."code",
        "params" = r."params", "entryId" = r."entryId", "forgone" = r."forgone"
      FROM ${rowSet(ctx, OUTCOME_COLUMNS, outcomes)} AS r
      WHERE b."batchId" = ${batchId} AND b."memberId" = r."memberId" AND b."status" = 'waiting'`,
  )
