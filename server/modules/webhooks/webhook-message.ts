import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES = 32
const EXCERPT_MAX = 200

/** A secret as partners enter it. */
export const makeSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/** What a partner is told; `id` stays the same however often it is sent. */
export interface WebhookMessage {
  readonly id: string
  readonly type: string
  readonly occurredAt: Date
  readonly data: unknown
}

/** The body and headers of a request by Standard Webhooks, signed with every secret that holds. */
export function writeMessage(
  { id, type, occurredAt, data }: WebhookMessage,
  { secrets, at }: { secrets: readonly string[]; at: Date },
): { body: string; headers: Readonly<Record<string, string>> } {
  const body = JSON.stringify({ type, timestamp: occurredAt.toISOString(), data })
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body))
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  }
  return { body, headers }
}

/** The beginning of an answer as one line of text that is safe to show. */
export const excerptOf = (text: string): string =>
  // Control, format (right-to-left marks), surrogate halves and private signs say nothing and can mislead.
  [...text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()].slice(0, EXCERPT_MAX).join('')
