import { z } from 'zod'
import { addDays, instantOf } from '../../contract/dates.ts'
import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import {
  countAll,
  readLongList,
  where,
  whereEqual,
  whereRange,
  type Condition,
  type ListRows,
} from '../../db/long-list.ts'
import { joinSql, queryRows, sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findMember } from '../members/members.service.ts'
import {
  orderStatus,
  type ListOrdersInput,
  type OrderDetail,
  type OrderFilter,
  type OrderPage,
  type OrderRow,
  type OrderStats,
} from './orders.contract.ts'

const ORDER = 'paidAt'
const LINES_MAX = 500
const SOURCES_MAX = 200

const rowSelect = {
  id: true,
  source: true,
  orderNo: true,
  member: { select: { uid: true, memberNo: true, nickname: true } },
  store: { select: { name: true } },
  status: true,
  quantity: true,
  paidFen: true,
  freightFen: true,
  refundedFen: true,
  paidAt: true,
  businessDate: true,
  completedAt: true,
} satisfies Prisma.OrderSelect

const toRow = (order: Prisma.OrderGetPayload<{ select: typeof rowSelect }>): OrderRow => ({
  ...order,
  store: order.store?.name ?? null,
  status: orderStatus.parse(order.status),
  paidAt: order.paidAt.getTime(),
  completedAt: order.completedAt?.getTime() ?? null,
})

/** Orders that the actor may see: all, or those of his stores. */
function scopeConditions({ actor }: Ctx): Condition[] {
  const { scope } = actor
  if (scope.kind === 'all') return []
  const [only, ...others] = scope.storeIds
  if (only === undefined) return [where(sql`1 = 0`)]
  if (others.length === 0) return [whereEqual('storeId', only, ORDER)]
  const ids = joinSql(scope.storeIds.map((id) => sql`${id}`))
  return [where(sql`"storeId" IN (${ids})`, ORDER)]
}

async function orderConditions(ctx: Ctx, filter: OrderFilter): Promise<Condition[]> {
  const { keyword, memberUid, storeId, status, source } = filter
  const { paidFrom, paidTo, paidFenMin, paidFenMax } = filter
  const startOf = (day: string) => instantOf(`${day}T00:00:00`, ctx.zone.name)
  const memberId = memberUid === undefined ? undefined : (await findMember(ctx, memberUid)).id
  const byNumber = sql`"id" IN (SELECT "id" FROM "Order" WHERE "orderNo" = ${keyword})`
  return [
    ...scopeConditions(ctx),
    ...(keyword === '' ? [] : [where(byNumber)]),
    ...(memberId === undefined ? [] : [whereEqual('memberId', memberId, ORDER)]),
    ...(storeId === undefined ? [] : [whereEqual('storeId', storeId, ORDER)]),
    ...(status === undefined ? [] : [whereEqual('status', status, ORDER)]),
    ...(source === undefined ? [] : [whereEqual('source', source, ORDER)]),
    ...whereRange('paidAt', {
      from: paidFrom && startOf(paidFrom),
      below: paidTo && startOf(addDays(paidTo, 1)),
    }),
    ...whereRange('paidFen', { from: paidFenMin, to: paidFenMax }),
  ]
}

/** The orders that match and that the actor may see, in an order. */
export const matchingOrders = async (
  ctx: Ctx,
  filter: OrderFilter,
  { sort, order }: Pick<ListOrdersInput, 'sort' | 'order'>,
): Promise<ListRows<number>> => ({
  table: 'Order',
  ids: z.int(),
  conditions: await orderConditions(ctx, filter),
  order: {
    column: sort,
    direction: order,
    bind: (value) => (sort === 'paidAt' ? new Date(value) : value),
  },
})

/** Orders as lists show them, in the order of the ids; those that are gone are left out. */
export async function readOrders(ctx: Ctx, ids: readonly number[]): Promise<OrderRow[]> {
  const orders = await ctx.db.order.findMany({ where: { id: { in: [...ids] } }, select: rowSelect })
  const byId = new Map(orders.map((one) => [one.id, one]))
  return ids.flatMap((id) => {
    const one = byId.get(id)
    return one ? toRow(one) : []
  })
}

function knownOf(list: readonly OrderRow[], { sort, pageNo }: ListOrdersInput): KnownPage | null {
  const [first, last] = [list[0], list.at(-1)]
  const place = (row: OrderRow) => ({ value: row[sort], id: row.id })
  return first && last ? { pageNo, first: place(first), last: place(last) } : null
}

/** One page of orders that match and that the actor may see. */
export async function listOrders(ctx: Ctx, input: ListOrdersInput): Promise<OrderPage> {
  const { pageNo, pageSize, known } = input
  const matching = await matchingOrders(ctx, input, input)
  const { ids, total, isTotalExact } = await readLongList(ctx, {
    ...matching,
    pageNo,
    pageSize,
    known,
  })
  const list = await readOrders(ctx, ids)
  return { list, total, isTotalExact, known: knownOf(list, input) }
}

/** The exact number of orders that match. */
export const countMatchingOrders = async (ctx: Ctx, filter: OrderFilter): Promise<number> =>
  countAll(ctx, { table: 'Order', conditions: await orderConditions(ctx, filter) })

const sourceRow = z.object({ source: z.string() })

/** Who has numbered orders so far. Looks once into the index for each, however many orders there are. */
export async function listSources(ctx: Ctx): Promise<string[]> {
  const rows = await queryRows(
    ctx,
    sql`WITH RECURSIVE each("source") AS (
        SELECT min("source") FROM "Order"
        UNION ALL
        SELECT (SELECT min(o."source") FROM "Order" o WHERE o."source" > each."source")
        FROM each WHERE each."source" IS NOT NULL
      ) SELECT "source" FROM each WHERE "source" IS NOT NULL LIMIT ${SOURCES_MAX}`,
    sourceRow,
  )
  return rows.map(({ source }) => source)
}

const lineSelect = {
  lineNo: true,
  sku: true,
  name: true,
  category: true,
  quantity: true,
  paidFen: true,
} satisfies Prisma.OrderLineSelect
export type LineOfOrder = Prisma.OrderLineGetPayload<{ select: typeof lineSelect }>

/** Lines of orders by the order's id; one without lines has none. */
export async function readLines(
  ctx: Ctx,
  orderIds: readonly number[],
): Promise<ReadonlyMap<number, readonly LineOfOrder[]>> {
  const byOrder = new Map<number, LineOfOrder[]>()
  const lines = await ctx.db.orderLine.findMany({
    where: { orderId: { in: [...orderIds] } },
    select: { ...lineSelect, orderId: true },
    orderBy: [{ orderId: 'asc' }, { lineNo: 'asc' }],
  })
  for (const { orderId, ...line } of lines) {
    byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), line])
  }
  return byOrder
}

/** One order with its lines. @throws AppError NOT_FOUND, also outside the actor's stores */
export async function getOrder(ctx: Ctx, { id }: { id: number }): Promise<OrderDetail> {
  const { scope } = ctx.actor
  const order = await ctx.db.order.findFirst({
    where: { id, ...(scope.kind === 'all' ? {} : { storeId: { in: [...scope.storeIds] } }) },
    select: {
      ...rowSelect,
      createdAt: true,
      lines: {
        select: lineSelect,
        orderBy: { lineNo: 'asc' },
        take: LINES_MAX,
      },
    },
  })
  if (!order) throw new AppError('NOT_FOUND')
  const { lines, createdAt, ...row } = order
  return { ...toRow(row), lines, createdAt: createdAt.getTime() }
}

const sums = z.object({ n: z.coerce.number(), fen: z.coerce.number() })

/** Totals of all orders, and what members' totals say of them. */
export async function countOrders(ctx: Ctx): Promise<OrderStats> {
  const [orders] = await queryRows(
    ctx,
    sql`SELECT count(*) AS "n", coalesce(sum("paidFen"), 0) AS "fen" FROM "Order"`,
    sums,
  )
  const [booked] = await queryRows(
    ctx,
    sql`SELECT coalesce(sum("orderCount"), 0) AS "n", coalesce(sum("spendFen"), 0) AS "fen" FROM "MemberTotals"`,
    sums,
  )
  return {
    orders: orders?.n ?? 0,
    paidFen: orders?.fen ?? 0,
    bookedOrders: booked?.n ?? 0,
    bookedFen: booked?.fen ?? 0,
  }
}
