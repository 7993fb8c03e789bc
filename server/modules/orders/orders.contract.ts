import { z } from 'zod'
import { businessDay } from '../../contract/dates.ts'
import { orderSource } from '../../contract/order-source.ts'
import { longPageInput, longPageOf } from '../../contract/pagination.ts'
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

/** Totals of all orders and the spend that members' totals say; both say the same when books agree. */
export const orderStats = z.object({
  orders: z.int(),
  paidFen: z.int(),
  bookedOrders: z.int(),
  bookedFen: z.int(),
})
export type OrderStats = z.infer<typeof orderStats>
