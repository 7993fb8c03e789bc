import { z } from 'zod'
import { orderSource } from '../../contract/order-source.ts'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'
import { ORDER_NO_MAX } from '../orders/orders.contract.ts'
import { ORDER_EVENT_KINDS } from './order-events.contract.ts'

/**
 * What is wrong with an event: its payment has not come for a day, it was refused when its time came, or
 * points that it names or takes back were gone.
 */
export const EVENT_PROBLEMS = ['parked', 'refused', 'notCovered'] as const
const eventProblem = z.enum(EVENT_PROBLEMS)

/** `keyword`: a whole order number. */
export const listOpenEventsInput = pageInput.extend({
  keyword: z.string().trim().max(ORDER_NO_MAX).refine(isPlainText).default(''),
  problem: eventProblem.optional(),
  source: orderSource.optional(),
  sort: z.enum(['receivedAt']).default('receivedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListOpenEventsInput = z.infer<typeof listOpenEventsInput>

/** An event that somebody should look at. Times are epoch ms. */
export const openEventRow = z.object({
  id: z.uuid(),
  receivedAt: z.int(),
  /** How long it waits for its payment; null of one that waits no more. */
  waitsMs: z.int().nullable(),
  source: z.string(),
  orderNo: z.string(),
  /** Null while there is no such order. */
  orderId: z.int().nullable(),
  kind: z.enum(ORDER_EVENT_KINDS),
  problem: eventProblem,
  /** Why it was refused. */
  refusal: z
    .object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  /** Points that were gone. */
  shortPoints: z.int(),
  /** Null while nobody has said whose order it is. */
  member: z.object({ uid: z.uuid(), memberNo: z.string(), nickname: z.string() }).nullable(),
})
export type OpenEventRow = z.infer<typeof openEventRow>
export const openEventPage = pageOf(openEventRow)
export type OpenEventPage = z.infer<typeof openEventPage>

export const openEventInput = z.object({ id: z.uuid() })
/** What came and what it was answered, as JSON; a mobile number is masked. */
export const openEventDetail = openEventRow.extend({
  refundNo: z.string(),
  occurredAt: z.int(),
  appliedAt: z.int().nullable(),
  payload: z.string(),
  answer: z.string().nullable(),
})
export type OpenEventDetail = z.infer<typeof openEventDetail>
