import { z } from 'zod'
import { businessDay } from '../../contract/dates.ts'
import { orderSource } from '../../contract/order-source.ts'
import { longPageInput, longPageOf } from '../../contract/pagination.ts'
import { exportFormat } from '../../contract/table.ts'
import { isPlainText } from '../../contract/text.ts'

export const ORDER_STATUSES = ['paid', 'completed', 'refunded'] as const
export const orderStatus = z.enum(ORDER_STATUSES)
export type OrderStatus = z.infer<typeof orderStatus>

export const ORDER_NO_MAX = 64
export const SKU_MAX = 64
export const PRODUCT_NAME_MAX = 120
export const CATEGORY_MAX = 64

const fen = z.int().min(0).max(2_000_000_000)

/** `keyword` is a whole order number; a member's uid shows his orders alone. Days are business dates. */
export const orderFilter = z.object({
  keyword: z.string().trim().max(ORDER_NO_MAX).refine(isPlainText).default(''),
  memberUid: z.uuid().optional(),
  storeId: z.int().optional(),
  status: orderStatus.optional(),
  source: orderSource.optional(),
  paidFrom: businessDay.optional(),
  paidTo: businessDay.optional(),
  paidFenMin: fen.optional(),
  paidFenMax: fen.optional(),
})
export type OrderFilter = z.infer<typeof orderFilter>

export const listOrdersInput = longPageInput.extend(orderFilter.shape).extend({
  sort: z.enum(['paidAt', 'paidFen']).default('paidAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListOrdersInput = z.infer<typeof listOrdersInput>

/** Money is fen, times are epoch ms. The member is null when the order is nobody's any more. */
export const orderRow = z.object({
  id: z.int(),
  source: z.string(),
  orderNo: z.string(),
  member: z.object({ uid: z.uuid(), memberNo: z.string(), nickname: z.string() }).nullable(),
  store: z.string().nullable(),
  status: orderStatus,
  quantity: z.int(),
  paidFen: z.int(),
  freightFen: z.int(),
  refundedFen: z.int(),
  paidAt: z.int(),
  businessDate: z.string(),
  completedAt: z.int().nullable(),
})
export type OrderRow = z.infer<typeof orderRow>
export const orderPage = longPageOf(orderRow)
export type OrderPage = z.infer<typeof orderPage>

export const orderLine = z.object({
  lineNo: z.int(),
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  quantity: z.int(),
  paidFen: z.int(),
})
export const orderDetail = orderRow.extend({ lines: z.array(orderLine), createdAt: z.int() })
export type OrderDetail = z.infer<typeof orderDetail>
export const orderIdInput = z.object({ id: z.int() })

/** A row of an export is an order, or one of its products. */
export const ORDER_EXPORT_ROWS = ['orders', 'lines'] as const
export type OrderExportRows = (typeof ORDER_EXPORT_ROWS)[number]

const COLUMNS_OF_PRODUCTS = ['sku', 'productName', 'category'] as const
/** Columns of an export, in the order in which they stand in the file. */
export const ORDER_EXPORT_COLUMNS = [
  'orderNo',
  'source',
  'memberNo',
  'nickname',
  'store',
  'status',
  'paidAt',
  'businessDate',
  ...COLUMNS_OF_PRODUCTS,
  'quantity',
  'amount',
  'freight',
  'refunded',
  'completedAt',
] as const
export type OrderExportColumn = (typeof ORDER_EXPORT_COLUMNS)[number]

/** The columns that such a file can have: products stand in one of product lines only. */
export const orderExportColumns = (rowsOf: OrderExportRows): readonly OrderExportColumn[] =>
  ORDER_EXPORT_COLUMNS.filter(
    (column) => rowsOf === 'lines' || !(COLUMNS_OF_PRODUCTS as readonly string[]).includes(column),
  )

/** How a file of orders is to be written, and what for. */
export const orderExportForm = z
  .object({
    rowsOf: z.enum(ORDER_EXPORT_ROWS),
    columns: z.array(z.enum(ORDER_EXPORT_COLUMNS)).min(1),
    format: exportFormat,
    purpose: z.string().trim().min(2).max(200),
  })
  .refine(
    ({ rowsOf, columns }) => columns.every((one) => orderExportColumns(rowsOf).includes(one)),
    { path: ['columns'] },
  )
/** Orders that match as a file, in the order of the list. */
export const exportOrdersInput = orderExportForm.safeExtend({
  filter: orderFilter,
  sort: listOrdersInput.shape.sort,
  order: listOrdersInput.shape.order,
  language: z.enum(['zh', 'en']),
})
export type ExportOrdersInput = z.infer<typeof exportOrdersInput>

/** Totals of all orders and the spend that members' totals say; both say the same when books agree. */
export const orderStats = z.object({
  orders: z.int(),
  paidFen: z.int(),
  bookedOrders: z.int(),
  bookedFen: z.int(),
})
export type OrderStats = z.infer<typeof orderStats>
