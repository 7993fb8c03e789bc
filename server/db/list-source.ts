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

/** What is read of the tables: by whose columns rows are found, and the column they are sorted by. */
export interface Wanted {
  readonly conditions: readonly { readonly isBeside?: boolean }[]
  /** A column to be read. */
  readonly column?: string
  /** A column whose index the rows are to come by. */
  readonly indexed?: string
}

export interface ListSource {
  /** What stands after FROM. In it `"id"` and every column mean one thing. */
  readonly from: Sql
  /** The id as it stands in the table of the wanted index. */
  readonly id: Sql
  /** Whether both tables are read. */
  readonly isJoined: boolean
}

/** The one table that has all that is wanted, or both joined by id. */
export function sourceOf({ table, beside }: ListTables, wanted: Wanted): ListSource {
  const own = { from: identifier(table), id: sql`"id"`, isJoined: false }
  if (!beside) return own
  const { conditions, column, indexed } = wanted
  const standsBeside = (name: string): boolean => beside.columns.includes(name)
  const columns = [column, indexed].flatMap((name) => name ?? [])
  if (!conditions.some(({ isBeside }) => isBeside) && !columns.some(standsBeside)) return own
  const isBesideEnough =
    conditions.every(({ isBeside }) => isBeside) &&
    (column === undefined || standsBeside(column) || beside.copies.includes(column)) &&
    (indexed === undefined || standsBeside(indexed))
  if (isBesideEnough) return { ...own, from: identifier(beside.table) }
  const names = joinSql(beside.columns.map(identifier))
  return {
    from: sql`${identifier(table)} JOIN
      (SELECT "id" AS "besideId", ${names} FROM ${identifier(beside.table)}) AS beside
      ON "besideId" = ${identifier(table)}."id"`,
    id: indexed !== undefined && standsBeside(indexed) ? sql`"besideId"` : sql`"id"`,
    isJoined: true,
  }
}
