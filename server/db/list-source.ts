import { identifier, joinSql, sql, type Sql } from './sql.ts'

/**
 * A table beside the list's own that has a row of the same id for each of its rows: what changes often stands
 * there, away from the indexes of the own table.
 */
export interface TableBeside {
  readonly table: string
  readonly columns: readonly string[]
  /** Columns of the own table that never change and stand here as well. */
  readonly copies: readonly string[]
}

export interface ListTables {
  readonly table: string
  readonly beside?: TableBeside | undefined
}

interface OfATable {
  /** It is of columns of the table beside the list's own. */
  readonly isBeside?: boolean
}

export interface ListSource {
  /** What stands after FROM. In it `"id"` and every column mean one thing. */
  readonly from: Sql
  /** Whether both tables are read. */
  readonly isJoined: boolean
}

/** Where rows are found by conditions, with a column to be read: the one table that has all, or both. */
export function sourceOf(
  { table, beside }: ListTables,
  conditions: readonly OfATable[],
  column?: string,
): ListSource {
  const isBesideColumn = column !== undefined && beside?.columns.includes(column) === true
  if (!beside || (!isBesideColumn && !conditions.some(({ isBeside }) => isBeside))) {
    return { from: identifier(table), isJoined: false }
  }
  const hasColumn = column === undefined || isBesideColumn || beside.copies.includes(column)
  if (hasColumn && conditions.every(({ isBeside }) => isBeside)) {
    return { from: identifier(beside.table), isJoined: false }
  }
  const names = joinSql(beside.columns.map(identifier))
  return {
    from: sql`${identifier(table)} JOIN
      (SELECT "id" AS "besideId", ${names} FROM ${identifier(beside.table)}) AS beside
      ON "besideId" = ${identifier(table)}."id"`,
    isJoined: true,
  }
}

/**
 * The table whose index has the rows in the order of a column, to be walked, and what is asked of each row.
 * What the other table knows is looked up row by row: joined, a database may think it better to read both as
 * a whole.
 */
export function walkOf(
  { table, beside }: ListTables,
  checks: readonly (OfATable & { readonly check: Sql })[],
  column: string,
): { from: Sql; filters: Sql[] } {
  const isBesideWalked = beside?.columns.includes(column) === true
  const walked = isBesideWalked ? beside.table : table
  const other = isBesideWalked ? table : (beside?.table ?? table)
  const isHere = ({ isBeside = false }: OfATable): boolean => isBeside === isBesideWalked
  const elsewhere = checks.filter((each) => !isHere(each)).map(({ check }) => check)
  const lookUp = sql`(SELECT ${joinSql(elsewhere, sql` AND `)} FROM ${identifier(other)} AS other
    WHERE other."id" = ${identifier(walked)}."id")`
  return {
    from: identifier(walked),
    filters: [
      ...checks.filter(isHere).map(({ check }) => check),
      ...(elsewhere.length > 0 ? [lookUp] : []),
    ],
  }
}
