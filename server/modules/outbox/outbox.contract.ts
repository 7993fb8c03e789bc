import { z } from 'zod'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'

/** What happens and is told to others, with what is told: ids and figures, never personal data. */
export const EVENT_PAYLOADS = {
  'member.registered': z.object({ memberUid: z.uuid(), channel: z.string().min(1).max(32) }),
  'member.updated': z.object({
    memberUid: z.uuid(),
    version: z.int().min(1),
    status: z.string().min(1).max(32),
  }),
  /** One entry of the ledger, and where it left the member. */
  'points.changed': z.object({
    memberUid: z.uuid(),
    entryId: z.string().min(1).max(64),
    kind: z.string().min(1).max(32),
    business: z.string().min(1).max(64),
    businessId: z.string().max(128),
    points: z.int(),
    pending: z.int(),
    available: z.int(),
    balance: z.int(),
  }),
  /** Points that can be used up to a business date, so many days from now. */
  'points.expiring': z.object({
    memberUid: z.uuid(),
    points: z.int().min(1),
    expiresOn: z.iso.date(),
    daysLeft: z.int().min(0),
  }),
} as const
export type EventType = keyof typeof EVENT_PAYLOADS
export type EventPayload<T extends EventType> = z.infer<(typeof EVENT_PAYLOADS)[T]>

export const EVENT_TYPES = [
  'member.registered',
  'member.updated',
  'points.changed',
  'points.expiring',
] as const satisfies readonly EventType[]
export const eventType = z.enum(EVENT_TYPES)

/** Parts of the program that are told; there is one of each. */
export const CONSUMERS = ['notifications'] as const
export type ConsumerName = (typeof CONSUMERS)[number]

/** What deliveries go to. Of `webhook` there are many: each is `webhook:` and the id of its endpoint. */
export const CONSUMER_KINDS = [...CONSUMERS, 'webhook'] as const
export const consumerKind = z.enum(CONSUMER_KINDS)
export type ConsumerKind = z.infer<typeof consumerKind>

/**
 * Which parts of the program are told what; who has subscribed is told besides. An event written before a
 * consumer was added is not told to it, and one that nobody is told is not written.
 */
export const CONSUMERS_OF: Readonly<Record<EventType, readonly ConsumerName[]>> = {
  'member.registered': ['notifications'],
  'member.updated': [],
  'points.changed': [],
  'points.expiring': ['notifications'],
}

/** `dead`: given up after too many attempts. `discarded`: given up by somebody, with a reason. */
export const DELIVERY_STATUSES = ['waiting', 'done', 'dead', 'discarded'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** The member whom a row is about, as lists name him. */
export const eventMember = z.object({
  uid: z.string(),
  nickname: z.string(),
  memberNo: z.string(),
})

/** `retrying`: has failed and will be tried again. */
export const UNDELIVERED_STATES = ['dead', 'retrying'] as const
export const undeliveredState = z.enum(UNDELIVERED_STATES)

export const undeliveredRow = z.object({
  eventId: z.string(),
  consumer: z.string(),
  /** Of the endpoint; null where the consumer is a part of the program, or gone. */
  consumerName: z.string().nullable(),
  type: z.string(),
  state: undeliveredState,
  attempts: z.int(),
  /** So often it is tried before it is given up. */
  attemptsMax: z.int(),
  /** Null where it was given up. */
  nextAttemptAt: z.int().nullable(),
  /** A code of the table of errors; one of a newer version may be unknown here. */
  errorCode: z.string().nullable(),
  occurredAt: z.int(),
  /** Null where the member is gone. */
  member: eventMember.nullable(),
})
export type UndeliveredRow = z.infer<typeof undeliveredRow>

export const listUndeliveredInput = pageInput.extend({
  state: undeliveredState.optional(),
  type: eventType.optional(),
  /** Kind of consumer; one endpoint by its whole name. */
  consumer: z
    .string()
    .max(64)
    .regex(/^[a-z]+(:[\w-]+)?$/)
    .optional(),
})
export type ListUndeliveredInput = z.infer<typeof listUndeliveredInput>
export const undeliveredPage = pageOf(undeliveredRow)
export type UndeliveredPage = z.infer<typeof undeliveredPage>

/** A consumer's name is checked by looking the delivery up: one that is gone can still be discarded. */
export const deliveryKey = z.object({ eventId: z.uuid(), consumer: z.string().min(1).max(64) })
export type DeliveryKey = z.infer<typeof deliveryKey>
export const discardDeliveryInput = deliveryKey.extend({
  reason: z.string().trim().min(2).max(200).refine(isPlainText),
})
export type DiscardDeliveryInput = z.infer<typeof discardDeliveryInput>
export const retriedDeliveries = z.object({ count: z.int().min(0) })
