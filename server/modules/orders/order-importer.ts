import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { ORDER_SOURCE_MAX, readSource } from '../../contract/order-source.ts'
import { rowSet } from '../../db/row-set.ts'
import { instantColumn, queryRows, sql } from '../../db/sql.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import {
  amountCell,
  inRow,
  lastDay,
  momentCell,
  quantityCell,
  refuse,
  textCell,
} from '../imports/cells.ts'
import type {
  Importer,
  ImportReader,
  ImportRecord,
  MappedRow,
  Outcome,
} from '../imports/importer.ts'
import { storeCell } from '../imports/store-cell.ts'
import { findMemberIds, memberCell, type MemberReference } from '../members/members.service.ts'
import { openStoresByName } from '../stores/stores.service.ts'
import { bookOrders, type NewLine, type NewOrder } from './book-orders.ts'
import { CATEGORY_MAX, ORDER_NO_MAX, PRODUCT_NAME_MAX, SKU_MAX } from './orders.contract.ts'

const LINE_FIELDS = ['sku', 'productName', 'category'] as const
/** Fen of an order: what one row may hold, and what the table can. */
const ORDER_FEN_MAX = 2_000_000_000

interface OrderRecord extends ImportRecord {
  readonly member: MemberReference
  readonly order: Omit<NewOrder, 'memberId'>
}

/** What all rows of a file are read with. */
interface Surroundings {
  readonly ctx: Ctx
  readonly stores: ReadonlyMap<string, number>
  /** Of rows that do not name one. */
  readonly source: string
  /** The last business date that an order may have. */
  readonly lastDay: string
}

const isLined = (row: MappedRow): boolean => LINE_FIELDS.some((field) => row.hasColumn(field))

function lineOf(row: MappedRow): NewLine {
  return {
    sku: textCell(row, 'sku', SKU_MAX),
    name: textCell(row, 'productName', PRODUCT_NAME_MAX),
    category: textCell(row, 'category', CATEGORY_MAX),
    quantity: quantityCell(row, 'quantity', 1),
    paidFen: amountCell(row, 'amount'),
  }
}

/** Who numbers the order. @throws RowRefused */
const sourceCell = ({ source }: Surroundings, row: MappedRow): string =>
  readSource(textCell(row, 'source', ORDER_SOURCE_MAX)) || source

/** When it was paid, and the day that the file says. @throws RowRefused */
function paidCell({ ctx, lastDay }: Surroundings, row: MappedRow) {
  const { day, at, hasZone } =
    momentCell(row, 'paidAt', ctx.zone.name) ?? refuse('CELL_MISSING', 'paidAt')
  const businessDate = hasZone ? businessDateOf(ctx.zone, at) : day
  if (businessDate > lastDay) refuse('DATE_IN_FUTURE', 'paidAt')
  return { paidAt: at, businessDate }
}

/** What all rows of an order say alike; an empty cell says it like the row above. */
const COMMON_FIELDS = [
  'externalId',
  'mobile',
  'cardNo',
  'memberNo',
  'paidAt',
  'store',
  'source',
] as const

/** Two receipts of one number, one below the other, are not one order. @throws RowRefused */
function refuseContradictions([first, ...others]: readonly MappedRow[]): void {
  for (const row of others) {
    const field = COMMON_FIELDS.find(
      (name) => row.cell(name) !== '' && row.cell(name) !== first?.cell(name),
    )
    if (field) inRow(row, () => refuse('ORDER_ROWS_DIFFER', field))
  }
}

/** Rows of one order as the order: amounts, pieces and freight add up. @throws RowRefused */
function readOrder(around: Surroundings, rows: readonly MappedRow[]) {
  const { ctx } = around
  const [first] = rows
  if (!first) return refuse('ROW_INCOMPLETE')
  refuseContradictions(rows)
  const orderNo = textCell(first, 'orderNo', ORDER_NO_MAX)
  if (orderNo === '') refuse('CELL_MISSING', 'orderNo')
  const storeId = storeCell(first, 'store', around)
  const lines = rows.map((row) => inRow(row, lineOf))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const paidFen = sum(lines.map((line) => line.paidFen))
  const freightFen = sum(
    rows.map((row) => (row.cell('freight') === '' ? 0 : amountCell(row, 'freight'))),
  )
  if (paidFen > ORDER_FEN_MAX || freightFen > ORDER_FEN_MAX) refuse('AMOUNT_TOO_LARGE', 'amount')
  const order = {
    source: sourceCell(around, first),
    orderNo,
    storeId,
    quantity: sum(lines.map(({ quantity }) => quantity)),
    paidFen,
    freightFen,
    ...paidCell(around, first),
    lines: isLined(first) ? lines : [],
  }
  return { order, member: memberCell(ctx, first) }
}

/** Two rows of one number say the same when all of this is the same. */
const saysOf = (order: OrderRecord['order'], { value }: MemberReference): string =>
  `${value} ${order.paidAt.getTime()} ${order.paidFen} ${order.freightFen} ${order.quantity} ${order.storeId}`

function toRecord(around: Surroundings, rows: readonly MappedRow[]): OrderRecord {
  const { order, member } = readOrder(around, rows)
  return {
    order,
    member,
    identity: numberKey(order),
    says: saysOf(order, member),
    claims: [],
    totals: { records: 1, quantity: order.quantity, amountFen: order.paidFen },
  }
}

/** What an order is known by: no cell holds the sign between the two. */
const numberKey = ({ source, orderNo }: { source: string; orderNo: string }): string =>
  `${source}\u0000${orderNo}`

const existingRow = z.object({
  source: z.string(),
  orderNo: z.string(),
  memberId: z.int().nullable(),
  storeId: z.int().nullable(),
  quantity: z.int(),
  paidFen: z.int(),
  freightFen: z.int(),
  paidAt: instantColumn,
})

const NUMBER_COLUMNS = { source: 'text', orderNo: 'text' } as const

async function loadExisting(ctx: Ctx, records: readonly OrderRecord[]) {
  const numbers = records.map(({ order: { source, orderNo } }) => ({ source, orderNo }))
  const orders = await queryRows(
    ctx,
    sql`SELECT o."source", o."orderNo", o."memberId", o."storeId", o."quantity", o."paidFen", o."freightFen",
      o."paidAt" FROM ${rowSet(ctx, NUMBER_COLUMNS, numbers)} AS r
      JOIN "Order" o ON o."orderNo" = r."orderNo" AND o."source" = r."source"`,
    existingRow,
  )
  return new Map(orders.map((order) => [numberKey(order), order]))
}

type Stored = Awaited<ReturnType<typeof loadExisting>> extends Map<string, infer T> ? T : never

/** Does a stored order say what the file says? A store is compared only where the file names one. */
const isSame = (stored: Stored, order: OrderRecord['order'], memberId: number): boolean =>
  stored.memberId === memberId &&
  (order.storeId === null || stored.storeId === order.storeId) &&
  stored.quantity === order.quantity &&
  stored.paidFen === order.paidFen &&
  stored.freightFen === order.freightFen &&
  stored.paidAt.getTime() === order.paidAt.getTime()

/** Whose the records are, as far as they were looked up: an id never changes. */
type Owners = WeakMap<OrderRecord, number>

async function compareAll(ctx: Ctx, owners: Owners, records: readonly OrderRecord[]) {
  const members = await findMemberIds(
    ctx,
    records.map(({ member }) => member),
  )
  const existing = await loadExisting(ctx, records)
  return records.map((record, i): Outcome | undefined => {
    const { order } = record
    const memberId = members[i]
    if (memberId === undefined) return { code: 'MEMBER_UNKNOWN' }
    owners.set(record, memberId)
    const stored = existing.get(numberKey(order))
    if (!stored) return undefined
    return isSame(stored, order, memberId) ? 'unchanged' : { code: 'ORDER_DIFFERS' }
  })
}

async function store(ctx: Ctx<Tx>, owners: Owners, records: readonly OrderRecord[]) {
  const orders = records.flatMap((record) => {
    const memberId = owners.get(record)
    return memberId === undefined ? [] : { ...record.order, memberId }
  })
  const booked = await bookOrders(ctx, orders)
  const isBooked = new Set(orders.filter((_, i) => booked[i]).map(numberKey))
  return records.map(({ order }) =>
    isBooked.has(numberKey(order)) ? ('created' as const) : undefined,
  )
}

/**
 * Orders from a file: history that counts for spend and days and awards nothing. An order is known by its
 * number and its source. Where the file names products, rows that stand together with one number are its lines.
 */
export const orderImporter: Importer<OrderRecord> = {
  kind: 'orders',
  async begin(ctx, { orderSource }): Promise<ImportReader<OrderRecord>> {
    const around = {
      ctx,
      stores: await openStoresByName(ctx),
      source: orderSource,
      lastDay: lastDay(businessDateOf(ctx.zone, ctx.clock.now())),
    }
    const owners: Owners = new WeakMap()
    return {
      isGrouped: (fields) => LINE_FIELDS.some((field) => fields.has(field)),
      groupKey: (row) => row.cell('orderNo') || undefined,
      read: (rows) => toRecord(around, rows),
      compare: (ctx, records) => compareAll(ctx, owners, records),
      store: (ctx, records) => store(ctx, owners, records),
    }
  },
}
