import type { Ctx, Tx } from '../db/context.ts'
import { continueIds, refreshStatistics, withoutIndexes } from '../db/bulk-load.ts'
import { insertRows } from '../db/row-set.ts'
import { inTransaction } from '../db/transaction.ts'
import { AppError } from '../kernel/app-error.ts'
import { groupBy } from '../kernel/group-by.ts'
import {
  MEMBER_COLUMNS,
  NO_ORDERS,
  PAIR_COLUMNS,
  prepareMember,
  TOTALS_COLUMNS,
} from '../modules/members/insert-members.ts'
import { pairsOf } from '../modules/members/members.rules.ts'
import {
  LINE_COLUMNS,
  ORDER_COLUMNS,
  toLineRows,
  toOrderRow,
  type NewOrder,
} from '../modules/orders/book-orders.ts'
import { DAY_COLUMNS, sumByDay, sumByMember, toRollUp } from '../modules/orders/roll-ups.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { makeMember, numberOf } from './made-up-members.ts'
import { DAY_MS, makeOrders } from './made-up-orders.ts'
import { makePoints } from './made-up-points.ts'
import { Random } from './random.ts'
import { writePoints } from './write-points.ts'

const STORES = 20
const SET_MEMBERS = 1_000
const YEARS_DAYS = 5 * 365
/** Rows of orders in one statement. */
const SET_ORDERS = 5_000
const DISABLED_SHARE = 0.01

export interface SeedOptions {
  readonly members: number
  /** About how many orders in all. */
  readonly orders: number
  /** About how many points entries a member has at most; none by default. */
  readonly points?: number
  readonly seed: number
  readonly report?: (membersDone: number) => void
}

const TABLES = [
  ...['Member', 'MemberTotals', 'MemberNicknamePair', 'Order', 'OrderLine', 'MemberDay'],
  ...['PointEntry', 'PointLot', 'PointAllocation', 'PointAccount'],
]
/** Members whose points are written at once. */
const SET_POINTS = 250
const MEMBER_ROWS = { id: 'integer', ...MEMBER_COLUMNS } as const
const ORDER_ROWS = { id: 'integer', ...ORDER_COLUMNS } as const

/** Where the data comes from. Lines have a stream of their own: people are the same as without them. */
interface Source {
  readonly random: Random
  readonly goods: Random
  /** What of orders is paid with points. */
  readonly uses: Random
  readonly stores: readonly number[]
}

function makeSet(
  ctx: Ctx,
  { stores, ...streams }: Source,
  options: SeedOptions,
  done: { members: number; orders: number },
) {
  const { random } = streams
  const first = done.members
  const now = ctx.clock.now()
  const begin = now.getTime() - YEARS_DAYS * DAY_MS
  const count = Math.min(SET_MEMBERS, options.members - first)
  const orders: NewOrder[] = []
  const members = Array.from({ length: count }, (_, i) => {
    const id = first + i + 1
    const share = (id + random.next()) / (options.members + 1)
    const registeredAt = new Date(begin + Math.floor(share * (now.getTime() - begin)))
    const member = makeMember(random, id, { stores, registeredAt })
    const buyer = { memberId: id, storeId: member.homeStoreId, registeredAt }
    const perMember = options.orders / options.members
    orders.push(...makeOrders(streams, buyer, { perMember, now, timeZone: ctx.zone.name }))
    const status = random.chance(DISABLED_SHARE) ? 'disabled' : 'active'
    return { ...prepareMember(ctx, member, now), id, status, memberNo: numberOf(id) }
  })
  const sums = new Map(
    sumByMember(orders.map(toRollUp)).map(({ memberId, ...sum }) => [memberId, sum]),
  )
  const totals = members.map(({ id, registeredAt }) => ({
    ...{ id, registeredAt },
    ...(sums.get(id) ?? NO_ORDERS),
  }))
  return { orders, members, totals, firstOrderId: done.orders + 1 }
}

type MadeUpSet = ReturnType<typeof makeSet>

async function writeOrders(ctx: Ctx<Tx>, { orders, firstOrderId }: MadeUpSet) {
  const now = ctx.clock.now()
  for (let at = 0; at < orders.length; at += SET_ORDERS) {
    const set = orders.slice(at, at + SET_ORDERS)
    const idOf = (i: number) => firstOrderId + at + i
    const rows = set.map((order, i) => ({ id: idOf(i), ...toOrderRow(order, now) }))
    await insertRows(ctx, { table: 'Order', columns: ORDER_ROWS, rows })
    const lines = set.flatMap((order, i) => toLineRows(idOf(i), order))
    await insertRows(ctx, { table: 'OrderLine', columns: LINE_COLUMNS, rows: lines })
  }
  await insertRows(ctx, {
    table: 'MemberDay',
    columns: DAY_COLUMNS,
    rows: sumByDay(orders.map(toRollUp)),
  })
}

/** What orders did to the points of their members. @returns how many entries there are */
async function writeSetPoints(
  ctx: Ctx<Tx>,
  { members, orders }: MadeUpSet,
  uses: Random,
  entries: number,
) {
  if (entries === 0) return 0
  const ordersOf = groupBy(orders, ({ memberId }) => memberId)
  let written = 0
  for (let at = 0; at < members.length; at += SET_POINTS) {
    const some = members.slice(at, at + SET_POINTS).map(({ id }) => {
      const given = { orders: ordersOf.get(id) ?? [], entries }
      return [id, makePoints(uses, id, given)] as const
    })
    written += await writePoints(ctx, new Map(some))
  }
  return written
}

async function writeSet(
  ctx: Ctx<Tx>,
  set: MadeUpSet,
  { uses, entries }: { uses: Random; entries: number },
) {
  const { members, totals } = set
  await insertRows(ctx, { table: 'Member', columns: MEMBER_ROWS, rows: members })
  await insertRows(ctx, { table: 'MemberTotals', columns: TOTALS_COLUMNS, rows: totals })
  const pairs = members.flatMap(({ id, nicknameKey }) =>
    pairsOf(nicknameKey).map((pair) => ({ pair, memberId: id })),
  )
  await insertRows(ctx, { table: 'MemberNicknamePair', columns: PAIR_COLUMNS, rows: pairs })
  await writeOrders(ctx, set)
  return writeSetPoints(ctx, set, uses, entries)
}

/**
 * Fills an empty database with made-up members, orders and points, in sets: the same seed makes the same people.
 * @throws AppError SEED_NOT_EMPTY
 */
export async function seed(
  ctx: Ctx,
  options: SeedOptions,
): Promise<{ members: number; orders: number; points: number }> {
  if ((await ctx.db.member.count()) + (await ctx.db.order.count()) > 0)
    throw new AppError('SEED_NOT_EMPTY')
  const stores: number[] = []
  for (let n = 1; n <= STORES; n += 1) {
    const code = `SEED${String(n).padStart(2, '0')}`
    stores.push((await createStore(ctx, { code, name: `示例 ${n} 店` })).id)
  }
  const { seed } = options
  const [random, goods, uses] = [new Random(seed), new Random(seed + 1), new Random(seed + 2)]
  const source = { random, goods, uses, stores }
  let orders = 0
  let points = 0
  await withoutIndexes(ctx, TABLES, async () => {
    // The next people are made up while the database writes the last ones.
    let written = Promise.resolve(0)
    for (let first = 0; first < options.members; first += SET_MEMBERS) {
      const set = makeSet(ctx, source, options, { members: first, orders })
      points += await written
      const entries = options.points ?? 0
      written = inTransaction(ctx, (ctx) => writeSet(ctx, set, { uses, entries }))
      orders += set.orders.length
      options.report?.(Math.min(options.members, first + SET_MEMBERS))
    }
    points += await written
  })
  for (const table of ['Member', 'Order']) await continueIds(ctx, table)
  await refreshStatistics(ctx)
  return { members: options.members, orders, points }
}
