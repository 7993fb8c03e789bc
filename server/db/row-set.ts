import { InvariantError } from '../kernel/invariant.ts'
import type { Ctx } from './context.ts'
import type { ColumnType, RowSetColumn } from './dialect.ts'
import { identifier, joinSql, runStatement, Sql, sql } from './sql.ts'

/** Names and types of the columns of a row set, in the order of a table's insert. */
export type Columns = Readonly<Record<string, ColumnType>>

type CellOf<T extends ColumnType> = T extends 'text' | 'json'
  ? string
  : T extends 'instant'
    ? Date
    : T extends 'boolean'
      ? boolean
      : number
/** A row of these columns; a column may be null where the table allows it. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: CellOf<C[K]> | null }

/** From here on a column that all rows agree on is sent once; fewer rows are not worth a text of their own. */
const ROWS_TO_COMPARE = 50

/** A column with its cells as they are bound. */
function columnOf<C extends Columns>(
  { dialect }: Pick<Ctx, 'dialect'>,
  [name, type]: [string, ColumnType],
  rows: readonly RowOf<C>[],
): RowSetColumn {
  const instants = new Map<number, string | number>()
  // Many rows have the same instant; writing one costs more than looking it up.
  const instant = (at: Date): string | number => {
    const known = instants.get(at.getTime())
    if (known !== undefined) return known
    const made = dialect.rowSet.instant(at)
    instants.set(at.getTime(), made)
    return made
  }
  const cells = rows.map((row) => {
    const cell: string | number | boolean | Date | null | undefined = row[name]
    if (cell === undefined) throw new InvariantError(`row without ${name}`)
    return cell instanceof Date ? instant(cell) : cell
  })
  return { name, type, cells }
}

/** Do many rows agree on a column? The first one stays with the rows, or there would be none. */
const isConstant = ({ cells }: RowSetColumn, place: number): boolean =>
  place > 0 && cells.length >= ROWS_TO_COMPARE && cells.every((cell) => cell === cells[0])

/**
 * Many rows as a table of a statement: `FROM ${rowSet(ctx, columns, rows)} AS r`. They travel in a few bound
 * values, so the text of the statement is the same for one row and for a thousand, is prepared once, and no
 * limit of bound values is met. What all of many rows agree on is sent once: taking a cell out of what was
 * sent costs a database as much as storing it. Whole numbers up to 2^53-1.
 */
export function rowSet<C extends Columns>(
  ctx: Pick<Ctx, 'dialect'>,
  columns: C,
  rows: readonly RowOf<C>[],
): Sql {
  const dialect = ctx.dialect.rowSet
  const all = Object.entries(columns).map((column) => columnOf(ctx, column, rows))
  const { texts, values } = dialect.source(all.filter((column, i) => !isConstant(column, i)))
  const constants = all.filter(isConstant).map(({ name, type, cells }) => {
    return sql`CAST(${cells[0] ?? null} AS ${new Sql([dialect.types[type]], [])}) AS ${identifier(name)}`
  })
  const cells = new Sql(texts, values)
  if (constants.length === 0) return cells
  return sql`(SELECT cells.*, ${joinSql(constants)} FROM ${cells} AS cells)`
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
