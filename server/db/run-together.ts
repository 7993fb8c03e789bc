import { z } from 'zod'
import type { Ctx, Tx } from './context.ts'
import { joinSql, queryRows, runStatement, sql, Sql } from './sql.ts'

const countsRow = z.record(z.string(), z.coerce.number())

const named = (name: string): Sql => new Sql([name], [])

/**
 * Runs changes of different tables that don't need each other: in one round trip where the database can. Foreign
 * keys between them hold in the end, whatever their order.
 *
 * @returns how many rows each of them changed
 */
export async function runTogether(ctx: Ctx<Tx>, changes: readonly Sql[]): Promise<number[]> {
  if (!ctx.dialect.changesTogether || changes.length < 2) {
    const counts: number[] = []
    for (const change of changes) counts.push(await runStatement(ctx, change))
    return counts
  }
  const parts = changes.map((change, i) => sql`${named(`c${i}`)} AS (${change} RETURNING 1)`)
  const counts = changes.map(
    (_, i) => sql`(SELECT count(*) FROM ${named(`c${i}`)}) AS ${named(`n${i}`)}`,
  )
  const [row] = await queryRows(
    ctx,
    sql`WITH ${joinSql(parts)} SELECT ${joinSql(counts)}`,
    countsRow,
  )
  return changes.map((_, i) => row?.[`n${i}`] ?? 0)
}
