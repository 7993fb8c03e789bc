import type { Ctx, Tx } from '../../db/context.ts'
import { joinSql, runStatement, sql, type Sql } from '../../db/sql.ts'

export interface Place {
  readonly id: string
  readonly seq: number
  readonly hash: string
}

/** Gives rows their place in the chain: one statement for all of them. */
export async function writePlaces(ctx: Ctx<Tx>, places: readonly Place[]): Promise<number> {
  const rows: Sql[] = places.map(
    ({ id, seq, hash }) =>
      sql`(CAST(${id} AS TEXT), CAST(${seq} AS INTEGER), CAST(${hash} AS TEXT))`,
  )
  const statement = sql`UPDATE "AuditEntry" SET "seq" = v.column2, "hash" = v.column3
    FROM (VALUES ${joinSql(rows)}) AS v
    WHERE "AuditEntry"."id" = v.column1 AND "AuditEntry"."seq" IS NULL`
  return runStatement(ctx, statement)
}
