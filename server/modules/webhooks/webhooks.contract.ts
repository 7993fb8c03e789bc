import { z } from 'zod'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'
import {
  EVENT_PAYLOADS,
  EVENT_TYPES,
  eventType,
  type EventType,
} from '../outbox/outbox.contract.ts'

/** So many endpoints there can be; each has a lane of its own in the outbox. */
export const WEBHOOKS_MAX = 20
/** So long the secret before the last roll signs besides the new one. */
export const PREVIOUS_SECRET_HOURS = 24
/** So many events one replay sends again. */
export const REPLAY_EVENTS_MAX = 100_000
/** Attempts are listed for so long. */
export const ATTEMPT_DAYS = 30
/** What a test sends; nobody subscribes to it. */
export const TEST_EVENT = 'webhook.test'

/** What a partner is sent of an event of a type; `timestamp` says when it happened. */
export const webhookBody = (type: EventType) =>
  z.object({ type: z.literal(type), timestamp: z.iso.datetime(), data: EVENT_PAYLOADS[type] })

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** An address that a partner can be told at: https, or http on this machine; without a password in it. */
function isWebhookUrl(text: string): boolean {
  if (!z.url().safeParse(text).success) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname))
}

const endpointId = z.uuid()
export const NAME_MAX = 40
export const URL_MAX = 500
const webhookFields = z.object({
  name: z.string().trim().min(1).max(NAME_MAX).refine(isPlainText),
  url: z.string().trim().max(URL_MAX).refine(isPlainText).refine(isWebhookUrl),
  eventTypes: z
    .array(eventType)
    .min(1)
    .transform((types) => EVENT_TYPES.filter((type) => types.includes(type))),
})

export const createWebhookInput = webhookFields
export type CreateWebhookInput = z.infer<typeof createWebhookInput>

/** `updatedAt`: of what was seen, so that nobody's change is lost unseen. */
export const updateWebhookInput = webhookFields.extend({
  id: endpointId,
  isActive: z.boolean(),
  updatedAt: z.int(),
})
export type UpdateWebhookInput = z.infer<typeof updateWebhookInput>

export const webhookKey = z.object({ id: endpointId })
export type WebhookKey = z.infer<typeof webhookKey>

export const deleteWebhookInput = webhookKey.extend({
  reason: z.string().trim().min(2).max(200).refine(isPlainText),
})
export type DeleteWebhookInput = z.infer<typeof deleteWebhookInput>

/** Shown once, and never again. */
export const webhookSecret = z.object({ id: z.string(), secret: z.string() })
export type WebhookSecret = z.infer<typeof webhookSecret>

/** `gone`: the partner answered that the address is given up. */
export const DISABLED_REASONS = ['gone'] as const

export const webhookRow = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  eventTypes: z.array(eventType),
  isActive: z.boolean(),
  /** Why the program turned it off; null where somebody did. */
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  /** Until when the secret before the last roll signs besides. */
  previousSecretUntil: z.int().nullable(),
  createdAt: z.int(),
  createdByName: z.string(),
  updatedAt: z.int(),
  lastSuccessAt: z.int().nullable(),
  lastFailureAt: z.int().nullable(),
  /** Deliveries that wait for their time or turn, and that were given up. */
  waitingCount: z.int().min(0),
  deadCount: z.int().min(0),
})
export type WebhookRow = z.infer<typeof webhookRow>

export const webhookAttempt = z.object({
  id: z.string(),
  eventId: z.string(),
  type: z.string(),
  at: z.int(),
  /** Of the answer; null where there was none. */
  status: z.int().nullable(),
  /** A code of the table of errors; null where all was well. */
  errorCode: z.string().nullable(),
  durationMs: z.int().min(0),
  /** Beginning of the answer. */
  excerpt: z.string(),
})
export type WebhookAttempt = z.infer<typeof webhookAttempt>

export const listAttemptsInput = pageInput.extend({ id: endpointId })
export type ListAttemptsInput = z.infer<typeof listAttemptsInput>
export const attemptPage = pageOf(webhookAttempt)
export type AttemptPage = z.infer<typeof attemptPage>

export const replayEventInput = webhookKey.extend({ eventId: z.uuid() })
export type ReplayEventInput = z.infer<typeof replayEventInput>
export const replaySinceInput = webhookKey.extend({ since: z.int().min(0) })
export type ReplaySinceInput = z.infer<typeof replaySinceInput>
export const replayed = z.object({ count: z.int().min(0) })
export type Replayed = z.infer<typeof replayed>
