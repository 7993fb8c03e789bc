import { z } from 'zod'
import { EXACT_TOTAL_MAX, type KnownPage, type Place } from '../contract/pagination.ts'
import type { Ctx } from './context.ts'
import { identifier, joinSql, queryRows, sql, type Sql, type SqlValue } from './sql.ts'

/**
 * One condition of a list, in two forms that mean the same. `find` can be answered by an index. `check` says
 * it of a row in hand and in a way that no index answers, so that the database walks the order of the list.
 */
export interface Condition {
  /**
   * As a function: gathers rows before anything else is asked of them, `limit` of them or all there are. So it
   * means the same only while fewer than `limit` fulfil it; if more do, it lets at least `limit` through.
   */
  readonly find: Sql | ((limit: number) => Sql)
  readonly check: Sql
  /** The order in which an index that answers `find` has the rows. */
  readonly orderedBy?: string
}

/** Whatever an index answers but without the order of the list: a range, a choice. */
export const where = (find: Sql) => ({ find, check: sql`(${find}) IS TRUE` }) satisfies Condition

/** A column that has an index of its own, in which rows of one value are ordered by another column. */
export const whereEqual = (column: string, value: SqlValue, orderedBy: string): Condition => ({
  ...where(sql`${identifier(column)} = ${value}`),
  orderedBy,
})

/** How a list is sorted: a column that is never null. Equal values are told apart by id. */
export interface ListOrder {
  readonly column: string
  readonly direction: 'asc' | 'desc'
  /** A value of the column as it is bound: a time travels as a number. */
  readonly bind: (value: Place['value']) => SqlValue
}

interface LongList {
  readonly table: string
  readonly conditions: readonly Condition[]
  readonly order: ListOrder
  readonly pageNo: number
  readonly pageSize: number
  readonly known?: KnownPage | undefined
}

export interface ListPage {
  /** Ids of the rows of the page, in order. */
  readonly ids: readonly number[]
  readonly total: number
  readonly isTotalExact: boolean
}

/**
 * Up to `gather` the rows that match are gathered by an index and sorted. If more match, the order of the
 * list is walked until the page is full: at least one row in twenty fits with a million rows.
 */
const LIMITS = { gather: 50_000, exact: EXACT_TOTAL_MAX }

const idRow = z.object({ id: z.int() })
const countRow = z.object({ n: z.coerce.number() })

const all = (conditions: readonly Sql[]): Sql =>
  conditions.length > 0 ? joinSql(conditions, sql` AND `) : sql`true`

async function countUpTo(ctx: Ctx, table: string, filter: Sql, limit: number): Promise<number> {
  const statement = sql`SELECT count(*) AS "n" FROM
    (SELECT 1 FROM ${identifier(table)} WHERE ${filter} LIMIT ${limit}) AS matching`
  const [row] = await queryRows(ctx, statement, countRow)
  return row?.n ?? 0
}

/** A condition as it holds for any number of rows. */
const uncut = ({ find, check }: Condition): Sql => (typeof find === 'function' ? check : find)

/**
 * The conditions as an index answers them best, and rightly up to `limit` rows: one that gathers rows is cut
 * at the limit when it stands alone, and next to others only when it has fewer. One that has more is
 * checked in the rows that the others find: what others leave of the first so many is anybody's guess.
 */
async function findersOf(ctx: Ctx, list: LongList, limit: number): Promise<Sql[]> {
  const { table, conditions } = list
  const finders: Sql[] = []
  for (const condition of conditions) {
    const { find, check } = condition
    if (typeof find !== 'function') finders.push(find)
    else if (conditions.length === 1) finders.push(find(limit))
    else {
      const isFew = (await countUpTo(ctx, table, find(limit), limit)) < limit
      finders.push(isFew ? find(limit) : check)
    }
  }
  return finders
}

/** Exact number of rows that match, however many they are: those that `iterateIds` hands out. */
export async function countAll(
  ctx: Ctx,
  { table, conditions }: Pick<LongList, 'table' | 'conditions'>,
): Promise<number> {
  const filter = all(conditions.map(uncut))
  const [row] = await queryRows(
    ctx,
    sql`SELECT count(*) AS "n" FROM ${identifier(table)} WHERE ${filter}`,
    countRow,
  )
  return row?.n ?? 0
}

interface Step {
  /** Rows beyond this place, in the direction of the walk; undefined from the end of the list. */
  readonly from: Place | undefined
  readonly skip: number
  readonly isBackward: boolean
}

/** The shortest way to a page: on or back from the page the caller has, or from the beginning. */
function stepTo({ pageNo, pageSize, known }: LongList): Step {
  if (known && pageNo > known.pageNo) {
    const skip = (pageNo - known.pageNo - 1) * pageSize
    return { from: known.last, skip, isBackward: false }
  }
  if (known && pageNo < known.pageNo && known.pageNo - pageNo < pageNo) {
    const skip = (known.pageNo - pageNo - 1) * pageSize
    return { from: known.first, skip, isBackward: true }
  }
  return { from: undefined, skip: (pageNo - 1) * pageSize, isBackward: false }
}

async function readIds(ctx: Ctx, list: LongList, source: Sql, filters: readonly Sql[]) {
  const { order, pageSize } = list
  const { from, skip, isBackward } = stepTo(list)
  const isDescending = (order.direction === 'desc') !== isBackward
  const column = identifier(order.column)
  const direction = isDescending ? sql`DESC` : sql`ASC`
  const beyond = isDescending ? sql`<` : sql`>`
  const conditions = from
    ? [...filters, sql`(${column}, "id") ${beyond} (${order.bind(from.value)}, ${from.id})`]
    : filters
  const statement = sql`${source} WHERE ${all(conditions)}
    ORDER BY ${column} ${direction}, "id" ${direction} LIMIT ${pageSize} OFFSET ${skip}`
  const rows = await queryRows(ctx, statement, idRow)
  const ids = rows.map(({ id }) => id)
  return isBackward ? ids.reverse() : ids
}

function gather(ctx: Ctx, list: LongList, filter: Sql): Promise<number[]> {
  const table = identifier(list.table)
  const column = identifier(list.order.column)
  const source = sql`WITH matching AS MATERIALIZED
    (SELECT "id", ${column} FROM ${table} WHERE ${filter}) SELECT "id" FROM matching`
  return readIds(ctx, list, source, [])
}

function walk(ctx: Ctx, list: LongList): Promise<number[]> {
  const checks = list.conditions.map((condition) =>
    condition.orderedBy === list.order.column ? uncut(condition) : condition.check,
  )
  return readIds(ctx, list, sql`SELECT "id" FROM ${identifier(list.table)}`, checks)
}

/** Ids of all rows that match, a chunk at a time in the order of ids. Each chunk sees what is there then. */
export async function* iterateIds(
  ctx: Ctx,
  { table, conditions }: Pick<LongList, 'table' | 'conditions'>,
  chunkSize: number,
): AsyncGenerator<number[]> {
  const filter = all(conditions.map(({ check }) => check))
  let lastId = 0
  for (;;) {
    const statement = sql`SELECT "id" FROM ${identifier(table)}
      WHERE "id" > ${lastId} AND ${filter} ORDER BY "id" LIMIT ${chunkSize}`
    const ids = (await queryRows(ctx, statement, idRow)).map(({ id }) => id)
    lastId = ids.at(-1) ?? lastId
    if (ids.length > 0) yield ids
    if (ids.length < chunkSize) return
  }
}

/**
 * Ids of one page of a table that can have millions of rows, and how many rows match. Neither the first
 * page nor a deep one reads what it does not show, beyond the columns of an index.
 */
export async function readLongList(ctx: Ctx, list: LongList, limits = LIMITS): Promise<ListPage> {
  const { table, conditions } = list
  const isFiltered = conditions.length > 0
  const enough = 1 + (isFiltered ? Math.max(limits.gather, limits.exact) : limits.exact)
  const filter = all(await findersOf(ctx, list, enough))
  const matching = await countUpTo(ctx, table, filter, enough)
  const isFew = isFiltered && matching <= limits.gather
  const ids = await (isFew ? gather(ctx, list, filter) : walk(ctx, list))
  return {
    ids,
    total: Math.min(matching, limits.exact),
    isTotalExact: matching <= limits.exact,
  }
}
