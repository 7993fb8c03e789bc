import { z } from 'zod'
import { EXACT_TOTAL_MAX, type KnownPage, type Place, type RowId } from '../contract/pagination.ts'
import type { Ctx } from './context.ts'
import { sourceOf, walkOf, type ListTables } from './list-source.ts'
import { identifier, joinSql, plannedAnew, queryRows, sql, type Sql, type SqlValue } from './sql.ts'

/**
 * One condition of a list, in two forms that mean the same. `find` can be answered by an index. `check` says
 * it of a row in hand and in a way that no index answers, so that the database walks the order of the list.
 */
export interface Condition {
  readonly find: Sql
  readonly check: Sql
  /** The order in which an index that answers `find` has the rows. */
  readonly orderedBy?: string
  /** What an index that answers `find` holds as well: by that, many rows are put in order without reading them. */
  readonly holds?: string
  /** It is of columns of the table beside the list's own. */
  readonly isBeside?: boolean
}

/**
 * A condition that is answered by several ways at once. Each is a SELECT of ids; a row may be found by more
 * than one. Reading them costs more than an index that goes on in the order of the list.
 */
export interface GatheredCondition {
  readonly ways: readonly Sql[]
  readonly check: Sql
  readonly isBeside?: false
}

export type ListCondition = Condition | GatheredCondition

const isGathered = (condition: ListCondition): condition is GatheredCondition => 'ways' in condition

/** Whatever an index answers but without the order of the list: a range, a choice. */
export const where = (find: Sql, holds?: string): Condition => ({
  find,
  check: sql`(${find}) IS TRUE`,
  ...(holds === undefined ? {} : { holds }),
})

/** A column that has an index of its own, in which rows of one value are ordered by another column. */
export const whereEqual = (column: string, value: SqlValue, orderedBy: string): Condition => ({
  ...where(sql`${identifier(column)} = ${value}`),
  orderedBy,
})

interface Range {
  readonly from?: SqlValue | undefined
  readonly to?: SqlValue | undefined
  /** Up to, but not with. */
  readonly below?: SqlValue | undefined
}

/** A condition on columns of the table beside the list's own. */
export const whereBeside = (condition: Condition): Condition => ({ ...condition, isBeside: true })

/** A range of a column. Where the list is in the column's own order, it is the part that is walked. */
export function whereRange(
  column: string,
  { from, to, below }: Range,
  holds?: string,
): Condition[] {
  const name = identifier(column)
  const ends = [
    from === undefined ? [] : sql`${name} >= ${from}`,
    to === undefined ? [] : sql`${name} <= ${to}`,
    below === undefined ? [] : sql`${name} < ${below}`,
  ].flat()
  if (ends.length === 0) return []
  return [{ ...where(joinSql(ends, sql` AND `), holds), orderedBy: column }]
}

/** How a list is sorted: a column that is never null. Equal values are told apart by id. */
export interface ListOrder {
  readonly column: string
  readonly direction: 'asc' | 'desc'
  /** A value of the column as it is bound: a time travels as a number. */
  readonly bind: (value: Place['value']) => SqlValue
}

/** Rows of a list: those that match, in an order. */
export interface ListRows<Id extends RowId = RowId> extends ListTables {
  /** What the ids of its rows are. */
  readonly ids: z.ZodType<Id>
  readonly conditions: readonly ListCondition[]
  readonly order: ListOrder
}

interface LongList<Id extends RowId = RowId> extends ListRows<Id> {
  readonly pageNo: number
  readonly pageSize: number
  readonly known?: KnownPage | undefined
}

export interface ListPage<Id extends RowId = RowId> {
  /** Ids of the rows of the page, in order. */
  readonly ids: readonly Id[]
  readonly total: number
  readonly isTotalExact: boolean
}

/**
 * Up to `few` matches are read and sorted in one statement, up to `gather` they are gathered by an index and
 * sorted. If more match, the order of the list is walked until the page is full: at least one row in twenty
 * fits with a million rows. With a condition of several ways up to `ways` are gathered only: each of its
 * rows is dear, and a word in a name stands with old and new members alike. Totals are exact up to `exact`
 * in any case, as counting ids is cheap. Of two tables up to `joined` are gathered: each row is looked up in
 * the other one. Where an index that answers the only condition holds the order, the walk ends after `near`
 * rows for each page on its way, and all that match are gathered: the next ones may be a hundred thousand that
 * were imported just now, none of which matches.
 */
const LIMITS = {
  few: 500,
  near: 2_000,
  ways: 5_000,
  joined: 10_000,
  gather: 50_000,
  exact: EXACT_TOTAL_MAX,
}

const idRow = z.object({ id: z.union([z.int(), z.string()]) })
const countRow = z.object({ n: z.coerce.number() })
const idAndCountRow = idRow.extend(countRow.shape)

export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length > 0 ? joinSql(conditions, sql` AND `) : sql`true`

/** How many rows match, counted no further than `limit`. */
export async function countUpTo(ctx: Ctx, from: Sql, filter: Sql, limit: number): Promise<number> {
  const statement = sql`SELECT count(*) AS "n" FROM
    (SELECT 1 FROM ${from} WHERE ${filter} LIMIT ${limit}) AS matching`
  const [row] = await queryRows(ctx, plannedAnew(statement), countRow)
  return row?.n ?? 0
}

/**
 * Ids that the ways of a condition find, each once: all while there are fewer than `limit`, else at least as
 * many. Each way is cut by itself, as cutting them together would count a row twice.
 */
function idsOf({ ways }: GatheredCondition, limit: number): Sql {
  const cut = ways.map((way) => sql`SELECT "id" FROM (${way} LIMIT ${limit}) AS hits`)
  return sql`SELECT "id" FROM (${joinSql(cut, sql` UNION `)}) AS hits LIMIT ${limit}`
}

async function countIds(ctx: Ctx, ids: Sql): Promise<number> {
  const [row] = await queryRows(ctx, sql`SELECT count(*) AS "n" FROM (${ids}) AS ids`, countRow)
  return row?.n ?? 0
}

/** A condition as it holds for any number of rows. */
const uncut = (condition: ListCondition): Sql =>
  isGathered(condition) ? condition.check : condition.find

/** Up to how many matches a page is gathered, and up to how many they are counted. */
interface Bounds {
  readonly gathered: number
  readonly counted: number
}

/**
 * A gathered condition next to others. One with more rows than are counted is checked in the rows that the
 * others find: what others leave of the first so many is anybody's guess.
 */
async function finderOf(
  ctx: Ctx,
  condition: GatheredCondition,
  { gathered, counted }: Bounds,
): Promise<Sql> {
  const found = await countIds(ctx, idsOf(condition, counted + 1))
  if (found > counted) return condition.check
  // The database takes a limit for the number of rows: not a higher one than there has to be.
  return sql`"id" IN (${idsOf(condition, (found > gathered ? counted : gathered) + 1)})`
}

/** How many rows match, exactly up to `counted`, and how up to `gathered` of them are found best. */
async function countMatches(ctx: Ctx, list: LongList, bounds: Bounds) {
  const { conditions } = list
  const [only, ...others] = conditions
  if (only && others.length === 0 && isGathered(only)) {
    const matching = await countIds(ctx, idsOf(only, bounds.counted + 1))
    return { matching, filter: sql`"id" IN (${idsOf(only, bounds.gathered + 1)})` }
  }
  const finders: Sql[] = []
  for (const condition of conditions) {
    finders.push(isGathered(condition) ? await finderOf(ctx, condition, bounds) : condition.find)
  }
  const filter = all(finders)
  const { from } = sourceOf(list, conditions)
  return { matching: await countUpTo(ctx, from, filter, bounds.counted + 1), filter }
}

/** Exact number of rows that match, however many they are: those that `iterateIds` hands out. */
export async function countAll(ctx: Ctx, list: Omit<ListRows, 'order' | 'ids'>): Promise<number> {
  const filter = all(list.conditions.map(uncut))
  const { from } = sourceOf(list, list.conditions)
  const [row] = await queryRows(
    ctx,
    sql`SELECT count(*) AS "n" FROM ${from} WHERE ${filter}`,
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

/** The rows of a page out of rows that have their value of the order in `column`, and which way they come. */
function clausesOf(list: LongList, column: Sql) {
  const { order, pageSize } = list
  const { from, skip, isBackward } = stepTo(list)
  const isDescending = (order.direction === 'desc') !== isBackward
  const direction = isDescending ? sql`DESC` : sql`ASC`
  const sign = isDescending ? sql`<` : sql`>`
  const inRow = sql`ORDER BY ${column} ${direction}, "id" ${direction}`
  return {
    beyond: from ? [sql`(${column}, "id") ${sign} (${order.bind(from.value)}, ${from.id})`] : [],
    inRow,
    cut: sql`${inRow} LIMIT ${pageSize} OFFSET ${skip}`,
    inOrder: (rows: readonly z.infer<typeof idRow>[]): RowId[] => {
      const ids = rows.map(({ id }) => id)
      return isBackward ? ids.reverse() : ids
    },
  }
}

/**
 * A page of the rows that match and how many they are; undefined when there are more than `few`, or when it
 * can't be told in one statement: of several ways next to other conditions.
 */
export async function readFew(
  ctx: Ctx,
  list: LongList,
  few: number,
): Promise<ListPage | undefined> {
  const { order, conditions, pageNo } = list
  if (conditions.length === 0) return undefined
  if (conditions.length > 1 && conditions.some(isGathered)) return undefined
  const { from } = sourceOf(list, conditions, order.column)
  const finders = conditions.map((condition) =>
    isGathered(condition) ? sql`"id" IN (${idsOf(condition, few + 1)})` : condition.find,
  )
  const page = clausesOf(list, sql`"place"`)
  const rows = await queryRows(
    ctx,
    sql`WITH matching AS MATERIALIZED
      (SELECT "id", ${identifier(order.column)} AS "place" FROM ${from}
        WHERE ${all(finders)} LIMIT ${few + 1})
      SELECT "id", (SELECT count(*) FROM matching) AS "n" FROM matching
      WHERE ${all(page.beyond)} ${page.cut}`,
    idAndCountRow,
  )
  // Of a page beyond the end nobody says how many there are.
  const total = rows[0]?.n ?? (pageNo === 1 ? 0 : few + 1)
  return total > few ? undefined : { ids: page.inOrder(rows), total, isTotalExact: true }
}

async function gather(ctx: Ctx, list: LongList, filter: Sql): Promise<RowId[]> {
  const { order, conditions } = list
  const { from } = sourceOf(list, conditions, order.column)
  const page = clausesOf(list, sql`"place"`)
  const statement = sql`WITH matching AS MATERIALIZED
      (SELECT "id", ${identifier(order.column)} AS "place" FROM ${from} WHERE ${filter})
    SELECT "id" FROM matching WHERE ${all(page.beyond)} ${page.cut}`
  return page.inOrder(await queryRows(ctx, statement, idRow))
}

/** The table that is walked in the order of a list, and what is asked of each row. */
export function walkedBy(list: ListRows): { from: Sql; filters: Sql[] } {
  const { order, conditions } = list
  const checks = conditions.map((condition) =>
    !isGathered(condition) && condition.orderedBy === order.column
      ? { ...condition, check: condition.find }
      : condition,
  )
  return walkOf(list, checks, order.column)
}

/** @param near how many rows are walked at most; all by default */
async function walk(ctx: Ctx, list: LongList, near?: number): Promise<RowId[]> {
  const { order } = list
  const { from, filters } = walkedBy(list)
  const { beyond, inRow, cut, inOrder } = clausesOf(list, identifier(order.column))
  const rows =
    near === undefined
      ? from
      : sql`(SELECT * FROM ${from} WHERE ${all(beyond)} ${inRow} LIMIT ${near}) AS ${from}`
  const statement = sql`SELECT "id" FROM ${rows} WHERE ${all([...filters, ...beyond])} ${cut}`
  return inOrder(await queryRows(ctx, plannedAnew(statement), idRow))
}

/** A page of more rows than are gathered as a rule. */
async function walkOrGather(
  ctx: Ctx,
  list: LongList,
  filter: Sql,
  { near }: typeof LIMITS,
): Promise<RowId[]> {
  const { conditions, order, pageSize } = list
  const [only, ...others] = conditions
  const isHeld = only && others.length === 0 && !isGathered(only) && only.holds === order.column
  if (!isHeld) return walk(ctx, list)
  const pages = 1 + stepTo(list).skip / pageSize
  const ids = await walk(ctx, list, near * pages)
  return ids.length === pageSize ? ids : gather(ctx, list, filter)
}

async function readPage(ctx: Ctx, list: LongList, limits: typeof LIMITS): Promise<ListPage> {
  const { conditions } = list
  const isFiltered = conditions.length > 0
  const isCheap = !conditions.some(isGathered)
  const few = await readFew(ctx, list, limits.few)
  if (few) return few
  // Only whoever counts from the beginning knows by a row that there are so many before it.
  if (!isFiltered && !list.known && (list.pageNo - 1) * list.pageSize >= limits.exact) {
    const ids = await walk(ctx, list)
    if (ids.length > 0) return { ids, total: limits.exact, isTotalExact: false }
  }
  const { isJoined } = sourceOf(list, conditions, list.order.column)
  const most = isJoined ? limits.joined : limits.gather
  const gathered = isCheap ? most : limits.ways
  const counted = isFiltered ? Math.max(gathered, limits.exact) : limits.exact
  const { matching, filter } = await countMatches(ctx, list, { gathered, counted })
  const isGatherable = isFiltered && matching <= gathered
  const ids = await (isGatherable
    ? gather(ctx, list, filter)
    : walkOrGather(ctx, list, filter, limits))
  return {
    ids,
    total: Math.min(matching, limits.exact),
    isTotalExact: matching <= limits.exact,
  }
}

/**
 * Ids of one page of a table that can have millions of rows, and how many rows match. Neither the first
 * page nor a deep one reads what it does not show, beyond the columns of an index. A page that the list no
 * longer has is empty, whatever page the caller knows: its number would be wrong, and no page would follow.
 */
export async function readLongList<Id extends RowId>(
  ctx: Ctx,
  list: LongList<Id>,
  limits = LIMITS,
): Promise<ListPage<Id>> {
  // A page of another list is no page of this one.
  const isKnown = list.ids.safeParse(list.known?.last.id).success
  const page = await readPage(ctx, isKnown ? list : { ...list, known: undefined }, limits)
  const isBeyondEnd = page.isTotalExact && (list.pageNo - 1) * list.pageSize >= page.total
  return { ...page, ids: isBeyondEnd ? [] : page.ids.map((id) => list.ids.parse(id)) }
}
