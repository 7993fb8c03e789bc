import { z } from 'zod'
import type { Ctx } from './context.ts'
import { identifier, queryRows, runStatement, Sql, sql } from './sql.ts'

const indexRow = z.object({ name: z.string(), definition: z.string() })

/** Indexes of a table that no constraint stands behind, with the statement that makes each. */
function listIndexes(ctx: Ctx, table: string) {
  return queryRows(
    ctx,
    ctx.dialect.provider === 'sqlite'
      ? sql`SELECT "name", "sql" AS "definition" FROM sqlite_master
          WHERE type = 'index' AND tbl_name = ${table} AND "sql" IS NOT NULL`
      : sql`SELECT indexname AS "name", indexdef AS "definition" FROM pg_indexes
          WHERE tablename = ${table} AND indexname NOT LIKE '%\\_pkey'`,
    indexRow,
  )
}

/**
 * Fills tables without their indexes and makes them afterwards in one go each, which is several times
 * faster than keeping them up to date row by row. For databases that nobody else uses.
 */
export async function withoutIndexes(
  ctx: Ctx,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const indexes = (await Promise.all(tables.map((table) => listIndexes(ctx, table)))).flat()
  for (const { name } of indexes) await runStatement(ctx, sql`DROP INDEX ${identifier(name)}`)
  try {
    await work()
  } finally {
    // The database's own text, not anybody's input.
    for (const { definition } of indexes) await runStatement(ctx, new Sql([definition], []))
  }
}

/** After rows with ids of their own: the next drawn id is above them. SQLite sees to that itself. */
export async function continueIds(ctx: Ctx, table: string): Promise<void> {
  if (ctx.dialect.provider === 'sqlite') return
  await queryRows(
    ctx,
    sql`SELECT setval(pg_get_serial_sequence(${`"${table}"`}, 'id'),
      (SELECT coalesce(max("id"), 1) FROM ${identifier(table)})) AS "id"`,
    z.unknown(),
  )
}

/**
 * Has the database look at what its tables hold, so that it finds the best way to rows. Postgres also notes
 * which pages everybody sees: without that an index alone answers nothing.
 */
export const refreshStatistics = (ctx: Ctx): Promise<number> =>
  runStatement(ctx, ctx.dialect.provider === 'sqlite' ? sql`ANALYZE` : sql`VACUUM (ANALYZE)`)
