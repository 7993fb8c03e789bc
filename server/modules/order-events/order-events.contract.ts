import { z } from 'zod'
import { isPlainText } from '../../contract/text.ts'
import { findMemberRequest } from '../members/partner-members.contract.ts'
import { CATEGORY_MAX, ORDER_NO_MAX, PRODUCT_NAME_MAX, SKU_MAX } from '../orders/orders.contract.ts'

const FEN_MAX = 2_000_000_000
const LINES_MAX = 500
const QUANTITY_MAX = 1_000_000
const REFUND_NO_MAX = 64

const text = (max: number) => z.string().trim().max(max).refine(isPlainText)
const named = (max: number) => text(max).min(1)
const fen = z.int().min(0).max(FEN_MAX)

const orderNo = named(ORDER_NO_MAX)
/** ISO 8601 with a zone. */
const occurredAt = z.iso.datetime({ offset: true })

/** A line as it was paid: money is fen, after every discount. Lines are numbered from 1 as they come. */
const paidLine = z.strictObject({
  sku: text(SKU_MAX).default(''),
  name: text(PRODUCT_NAME_MAX).default(''),
  category: text(CATEGORY_MAX).default(''),
  quantity: z.int().min(1).max(QUANTITY_MAX),
  paidFen: fen,
  /** Gift cards and the like earn nothing. */
  earnsPoints: z.boolean().default(true),
})

export const paidEvent = z.strictObject({
  kind: z.literal('paid'),
  ...{ orderNo, occurredAt },
  /** Who bought. */
  member: findMemberRequest,
  /** Code of the store that sold; a key of one store speaks for that store. */
  store: named(32).optional(),
  lines: z.array(paidLine).min(1).max(LINES_MAX),
  freightFen: fen.default(0),
  /** Points that paid a part of it: those of the hold, or without one what is there. */
  points: z
    .strictObject({ used: z.int().min(1).max(FEN_MAX), holdId: z.uuid().optional() })
    .optional(),
  /** A till's order is paid and completed at once. */
  isCompleted: z.boolean().default(false),
})
export type PaidEvent = z.infer<typeof paidEvent>

export const shippedEvent = z.strictObject({ kind: z.literal('shipped'), orderNo, occurredAt })
export const completedEvent = z.strictObject({ kind: z.literal('completed'), orderNo, occurredAt })

const refundLine = z.strictObject({
  lineNo: z.int().min(1).max(LINES_MAX),
  /** Money that goes back; points follow in the same proportion. */
  refundFen: fen,
  /** Pieces that come back; decides alone where the line was paid with points only. */
  quantity: z.int().min(0).max(QUANTITY_MAX).default(0),
})
export const refundedEvent = z.strictObject({
  kind: z.literal('refunded'),
  ...{ orderNo, occurredAt },
  refundNo: named(REFUND_NO_MAX),
  /** Without lines everything that is left is refunded. */
  lines: z.array(refundLine).min(1).max(LINES_MAX).optional(),
})
export type RefundedEvent = z.infer<typeof refundedEvent>

/** What a mall or a till tells about an order. */
export const orderEvent = z.discriminatedUnion('kind', [
  paidEvent,
  shippedEvent,
  completedEvent,
  refundedEvent,
])
export type OrderEventInput = z.infer<typeof orderEvent>
export const ORDER_EVENT_KINDS = ['paid', 'shipped', 'completed', 'refunded'] as const

/** Why an order awarded nothing. */
export const NOT_AWARDED = ['memberDisabled', 'rateZero', 'nothingEarns'] as const
export const notAwarded = z.enum(NOT_AWARDED)
export type NotAwarded = z.infer<typeof notAwarded>

const points = z.int()
const balances = z.object({
  available: points,
  held: points,
  frozen: points,
  pending: points,
  debt: points,
})

/** What an event did. Sent again, the same event is answered with the same. Amounts are fen and points. */
export const orderEventAnswer = z.object({
  /** `parked`: it waits for the payment of its order. */
  status: z.enum(['applied', 'parked']),
  source: z.string(),
  orderNo: z.string(),
  orderStatus: z.enum(['paid', 'completed', 'refunded']).nullable(),
  refundedFen: z.int(),
  /** What this event changed. `uncovered` were named and were gone; `forgone` were spent and nobody owes them. */
  points: z.object({
    awarded: points,
    used: points,
    uncovered: points,
    confirmed: points,
    takenBack: points,
    forgone: points,
    givenBack: points,
  }),
  expiresOn: z.string().nullable(),
  notAwarded: notAwarded.nullable(),
  /** The member's points after it; null where it changed none. */
  balance: balances.nullable(),
})
export type OrderEventAnswer = z.infer<typeof orderEventAnswer>

/** A line of an order with its share of what the order gave and used, and what of it was refunded. */
export const linePoints = z.object({
  lineNo: z.int(),
  quantity: z.int(),
  paidFen: z.int(),
  earningFen: z.int(),
  awarded: points,
  used: points,
  refundedFen: z.int(),
  refundedQuantity: z.int(),
})
export type LinePoints = z.infer<typeof linePoints>

export const orderNoParams = z.object({ orderNo })
/** What an order gave, used and took back. */
export const orderPoints = z.object({
  ...{ source: z.string(), orderNo: z.string(), orderStatus: z.string().nullable() },
  ...{ awarded: points, takenBack: points, used: points, uncovered: points, givenBack: points },
  /** Business date on which the award can be used; null when it can, or before completion. */
  confirmOn: z.string().nullable(),
  notAwarded: notAwarded.nullable(),
  lines: z.array(linePoints),
})
export type OrderPointsState = z.infer<typeof orderPoints>
