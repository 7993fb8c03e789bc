import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import type { SealedColumn, SealedTable } from '../../db/sealed-columns.ts'
import { identifier, joinSql, queryRows, runStatement, sql, type Sql } from '../../db/sql.ts'

const sealedRow = z.object({ row: z.string() }).catchall(z.string().nullable())
export type SealedRow = z.infer<typeof sealedRow>

/** The column holds something that the key in use did not write. */
function isBehind({ keys }: Ctx, { cipher }: SealedColumn): Sql {
  const prefix = keys.sealedPrefix
  return sql`substr(${identifier(cipher)}, 1, ${prefix.length}) <> ${prefix}`
}

const isAnyBehind = (ctx: Ctx, { columns }: SealedTable): Sql =>
  joinSql(
    columns.map((column) => isBehind(ctx, column)),
    sql` OR `,
  )

/** Rows after `after` in which something is to be rewritten, in order, with their sealed values. */
export const readBehind = (
  ctx: Ctx,
  table: SealedTable,
  { after, take }: { readonly after: string; readonly take: number },
): Promise<SealedRow[]> => {
  const row = identifier(table.row)
  const ciphers = table.columns.map(({ cipher }) => identifier(cipher))
  return queryRows(
    ctx,
    sql`SELECT ${row} AS "row", ${joinSql(ciphers)} FROM ${identifier(table.table)}
      WHERE ${row} > ${after} AND (${isAnyBehind(ctx, table)}) ORDER BY ${row} LIMIT ${take}`,
    sealedRow,
  )
}

const counted = z.object({ count: z.coerce.number() })

/** In how many rows something is to be rewritten. */
export async function countBehind(ctx: Ctx, table: SealedTable): Promise<number> {
  const [found] = await queryRows(
    ctx,
    sql`SELECT count(*) AS "count" FROM ${identifier(table.table)}
      WHERE ${isAnyBehind(ctx, table)}`,
    counted,
  )
  return found?.count ?? 0
}

export interface Rewrite {
  readonly column: SealedColumn
  readonly row: string
  /** What was read: a value that somebody else changed since is left to him. */
  readonly was: string
  readonly values: Readonly<Record<string, string | null>>
}

/** No other row has the value in an index that is unique; the database would end the transaction. */
function isFree({ table, row }: SealedTable, { column, values, ...rewrite }: Rewrite): Sql[] {
  return column.uniqueIndexes.map((index) => {
    const other = sql`SELECT 1 FROM ${identifier(table)} AS "other"`
    const isSame = sql`"other".${identifier(index)} = ${values[index] ?? null}`
    return sql`NOT EXISTS (${other} WHERE ${isSame} AND "other".${identifier(row)} <> ${rewrite.row})`
  })
}

/** Writes one value anew, unless it was changed meanwhile. @returns whether it was written */
export async function rewrite(ctx: Ctx<Tx>, table: SealedTable, change: Rewrite): Promise<boolean> {
  const { column, row, was, values } = change
  const sets = [column.cipher, ...column.indexes].map(
    (name) => sql`${identifier(name)} = ${values[name] ?? null}`,
  )
  const conditions = [
    sql`${identifier(table.row)} = ${row}`,
    sql`${identifier(column.cipher)} = ${was}`,
    ...isFree(table, change),
  ]
  const count = await runStatement(
    ctx,
    sql`UPDATE ${identifier(table.table)} SET ${joinSql(sets)}
      WHERE ${joinSql(conditions, sql` AND `)}`,
  )
  return count === 1
}
