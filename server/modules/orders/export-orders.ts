import { wallTime } from '../../contract/dates.ts'
import type { Language } from '../../contract/errors.ts'
import type { Ctx } from '../../db/context.ts'
import { iterateInOrder } from '../../db/iterate-list.ts'
import { inTransaction } from '../../db/transaction.ts'
import { amountOf, countOf, dayOf, momentOf, type Cell } from '../../kernel/table/cell.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { startJob } from '../jobs/jobs.service.ts'
import { ORDER_LABELS, ORDER_VALUES } from './order-export-labels.ts'
import type { ExportOrdersInput, OrderExportColumn, OrderRow } from './orders.contract.ts'
import { matchingOrders, readLines, readOrders, type LineOfOrder } from './orders.queries.ts'

/** Orders that are read at once; of lines an order can have five hundred. */
const CHUNK = { orders: 1_000, lines: 100 } as const

/** What a row says of an order: of the whole order, or of one of its lines. */
interface ExportedRow {
  readonly order: OrderRow
  readonly line: LineOfOrder | undefined
  /** What is the whole order's stands in its first row only, so that a column can be added up. */
  readonly isFirst: boolean
}

/** An order whose products nobody told is one row of its own. */
function rowsOf(order: OrderRow, lines: readonly LineOfOrder[]): ExportedRow[] {
  if (lines.length === 0) return [{ order, line: undefined, isFirst: true }]
  return lines.map((line, i) => ({ order, line, isFirst: i === 0 }))
}

function cellOf(
  { zone }: Ctx,
  { order, line, isFirst }: ExportedRow,
  column: OrderExportColumn,
  language: Language,
): Cell {
  const time = (ms: number) => momentOf(wallTime(new Date(ms), zone.name))
  switch (column) {
    case 'orderNo':
      return order.orderNo
    case 'source':
    case 'status':
      return ORDER_VALUES[order[column]]?.[language] ?? order[column]
    case 'memberNo':
    case 'nickname':
      return order.member?.[column] ?? ''
    case 'store':
      return order.store ?? ''
    case 'paidAt':
      return time(order.paidAt)
    case 'completedAt':
      return order.completedAt === null ? '' : time(order.completedAt)
    case 'businessDate':
      return dayOf(order.businessDate)
    case 'sku':
    case 'category':
      return line?.[column] ?? ''
    case 'productName':
      return line?.name ?? ''
    case 'quantity':
      return countOf((line ?? order).quantity)
    case 'amount':
      return amountOf((line ?? order).paidFen)
    case 'freight':
      return isFirst ? amountOf(order.freightFen) : ''
    case 'refunded':
      return isFirst ? amountOf(order.refundedFen) : ''
  }
}

/** Headings of an export in the reader's language. */
export const orderHeadings = ({ columns, language }: ExportOrdersInput): string[] =>
  columns.map((column) => ORDER_LABELS[column][language])

/** Rows of an export, a chunk of orders at a time in the order of the list. */
export async function* exportOrderRows(ctx: Ctx, input: ExportOrdersInput) {
  const { columns, language } = input
  const matching = await matchingOrders(ctx, input.filter, input)
  for await (const ids of iterateInOrder(ctx, matching, CHUNK[input.rowsOf])) {
    const orders = await readOrders(ctx, ids)
    const lines = input.rowsOf === 'lines' ? await readLines(ctx, ids) : undefined
    const rows = orders.flatMap((order) => rowsOf(order, lines?.get(order.id) ?? []))
    yield {
      records: orders.length,
      rows: rows.map((row) => columns.map((column) => cellOf(ctx, row, column, language))),
    }
  }
}

/** Starts the export of a filter. @throws AppError JOB_RUNNING */
export const startOrderExport = (ctx: Ctx, input: ExportOrdersInput): Promise<{ id: string }> =>
  startJob(ctx, 'orders.export', input)

/** Records that orders are taken out of the system: who, which, and what for. */
export function noteOrderExport(
  ctx: Ctx,
  jobId: string,
  { filter, rowsOf, columns, purpose }: ExportOrdersInput,
): Promise<void> {
  // Somebody may have looked for a mobile number.
  const { keyword, ...rest } = filter
  return inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: 'order.export',
      target: { type: 'job', id: jobId, name: 'orders' },
      after: { ...rest, ...(keyword === '' ? {} : { keyword: '***' }), rowsOf, columns },
      reason: purpose,
    }),
  )
}
