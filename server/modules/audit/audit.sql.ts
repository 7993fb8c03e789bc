import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { joinSql, queryRows, runStatement, sql } from '../../db/sql.ts'
import type { TaggedEntry } from './audit-chain.rules.ts'

/** Adds an entry. Written by hand: it goes with every write of staff, and costs half of what Prisma's does. */
export async function insertEntry(
  ctx: Ctx<Tx>,
  entry: TaggedEntry & { tag: string },
): Promise<void> {
  const { id, at, businessDate, actorKind, actorId, actorName, action, targetType } = entry
  const { targetId, targetName, storeId, before, after, reason, requestId, address, tag } = entry
  await runStatement(
    ctx,
    sql`INSERT INTO "AuditEntry" ("id", "at", "businessDate", "actorKind", "actorId", "actorName", "action",
      "targetType", "targetId", "targetName", "storeId", "before", "after", "reason", "requestId", "address",
      "tag")
    VALUES (${id}, ${at}, ${businessDate}, ${actorKind}, ${actorId}, ${actorName}, ${action}, ${targetType},
      ${targetId}, ${targetName}, ${storeId}, ${before}, ${after}, ${reason}, ${requestId}, ${address},
      ${tag})`,
  )
}

interface UnsealedRange {
  /** Ids from here on; what is older was looked at by an earlier pass. */
  readonly from: string
  readonly take: number
}

const unsealed = z.object({ id: z.string(), tag: z.string() })

/** Entries without a place in the chain, in the order of time. */
export const readUnsealed = (ctx: Ctx, { from, take }: UnsealedRange) =>
  queryRows(
    ctx,
    sql`SELECT e."id", e."tag" FROM "AuditEntry" e
      WHERE e."id" >= ${from} AND NOT EXISTS (SELECT 1 FROM "AuditSeal" s WHERE s."entryId" = e."id")
      ORDER BY e."id" LIMIT ${take}`,
    unsealed,
  )

export interface Place {
  readonly entryId: string
  readonly seq: number
  readonly hash: string
}

/** Gives entries their places in the chain: one statement for all of them. */
export function insertPlaces(ctx: Ctx<Tx>, places: readonly Place[]): Promise<number> {
  const rows = places.map(({ entryId, seq, hash }) => sql`(${seq}, ${entryId}, ${hash})`)
  return runStatement(
    ctx,
    sql`INSERT INTO "AuditSeal" ("seq", "entryId", "hash") VALUES ${joinSql(rows)}`,
  )
}
