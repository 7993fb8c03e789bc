import { z } from 'zod'
import { invariant } from '../kernel/invariant.ts'
import type { Ctx } from './context.ts'
import { identifier, joinSql, queryRows, sql, type SqlValue } from './sql.ts'

interface InsertIgnoreOptions<R extends Readonly<Record<string, SqlValue>>> {
  readonly table: string
  readonly rows: readonly R[]
  /** A text column that tells the rows apart. */
  readonly key: keyof R & string
}

const keyRow = z.object({ key: z.string() })

/**
 * Claims unique values by inserting: rows whose unique columns are taken are left out, not refused.
 * A caught unique violation would leave a Postgres transaction aborted; this does not.
 *
 * @returns the `key` of each row that was inserted
 */
export async function insertIgnore<R extends Readonly<Record<string, SqlValue>>>(
  ctx: Ctx,
  { table, rows, key }: InsertIgnoreOptions<R>,
): Promise<Set<string>> {
  const [first] = rows
  if (!first) return new Set()
  const columns = Object.keys(first)
  const tuples = rows.map((row) => {
    const values = columns.map((column) => {
      const value = row[column]
      invariant(value !== undefined, `row without ${column}`)
      return sql`${value}`
    })
    return sql`(${joinSql(values)})`
  })
  const statement = sql`INSERT INTO ${identifier(table)} (${joinSql(columns.map(identifier))})
    VALUES ${joinSql(tuples)} ON CONFLICT DO NOTHING RETURNING ${identifier(key)} AS "key"`
  const inserted = await queryRows(ctx, statement, keyRow)
  return new Set(inserted.map((row) => row.key))
}
