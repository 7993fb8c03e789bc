import { invariant } from '../kernel/invariant.ts'
import type { Ctx } from './context.ts'
import type { ColumnType } from './dialect.ts'
import { identifier, joinSql, runStatement, Sql, sql } from './sql.ts'

/** Names and types of the columns of a row set, in the order of a table's insert. */
export type Columns = Readonly<Record<string, ColumnType>>

type CellOf<T extends ColumnType> = T extends 'text' ? string : T extends 'instant' ? Date : number
/** A row of these columns; a column may be null where the table allows it. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: CellOf<C[K]> | null }

/**
 * Many rows as a table of a statement: `FROM ${rowSet(ctx, columns, rows)} AS r`. They travel as one bound
 * value, so the text of the statement is the same for one row and for a thousand, is prepared once, and no
 * limit of bound values is met. Whole numbers up to 2^53-1.
 */
export function rowSet<C extends Columns>(
  { dialect }: Pick<Ctx, 'dialect'>,
  columns: C,
  rows: readonly RowOf<C>[],
): Sql {
  const names = Object.keys(columns)
  const encoded = rows.map((row) => {
    const cells = names.map((name) => {
      const cell: string | number | Date | null | undefined = row[name]
      invariant(cell !== undefined, `row without ${name}`)
      return cell instanceof Date ? dialect.rowSet.instant(cell) : cell
    })
    return dialect.rowSet.encode(names, cells)
  })
  return new Sql(dialect.rowSet.source(columns), [JSON.stringify(encoded)])
}

/** `INSERT INTO table (…) SELECT … FROM` the rows; what follows (`ON CONFLICT`, `RETURNING`) is added. */
export function insertFrom<C extends Columns>(
  ctx: Pick<Ctx, 'dialect'>,
  { table, columns, rows }: { table: string; columns: C; rows: readonly RowOf<C>[] },
): Sql {
  const names = joinSql(Object.keys(columns).map(identifier))
  // Without a WHERE SQLite would read ON CONFLICT as the constraint of a join.
  return sql`INSERT INTO ${identifier(table)} (${names})
    SELECT ${names} FROM ${rowSet(ctx, columns, rows)} AS r WHERE true`
}

/** Inserts rows of one table in one statement. */
export async function insertRows<C extends Columns>(
  ctx: Ctx,
  insert: { table: string; columns: C; rows: readonly RowOf<C>[] },
): Promise<void> {
  if (insert.rows.length > 0) await runStatement(ctx, insertFrom(ctx, insert))
}
