import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { uuidv7, uuidv7Floor } from '../../kernel/ids.ts'
import { ATTEMPT_DAYS, type WebhookAttempt } from './webhooks.contract.ts'
import type { Sent } from './send-webhook.ts'
import type { WebhookMessage } from './webhook-message.ts'

const DAY_MS = 24 * 3_600_000

export const attemptColumns = {
  id: true,
  eventId: true,
  type: true,
  at: true,
  status: true,
  error: true,
  durationMs: true,
  excerpt: true,
} as const

interface StoredAttempt extends Omit<WebhookAttempt, 'at' | 'errorCode'> {
  readonly at: Date
  readonly error: string | null
}

/** An attempt as it is shown. */
export const attemptOf = ({ at, error, ...rest }: StoredAttempt): WebhookAttempt => ({
  ...rest,
  at: at.getTime(),
  errorCode: error,
})

/** Keeps how an attempt ended, and when the endpoint last took or refused something. */
export function keepAttempt(
  ctx: Ctx,
  endpointId: string,
  { id: eventId, type }: WebhookMessage,
  sent: Sent,
): Promise<WebhookAttempt> {
  return inTransaction(ctx, async (ctx) => {
    const lastly = sent.error === null ? { lastSuccessAt: sent.at } : { lastFailureAt: sent.at }
    const { count } = await ctx.db.webhookEndpoint.updateMany({
      where: { id: endpointId },
      data: lastly,
    })
    const attempt = { id: uuidv7(ctx.clock), eventId, type, ...sent }
    // Deleted while the partner was answering: nobody will look for it.
    if (count > 0) await ctx.db.webhookAttempt.create({ data: { ...attempt, endpointId } })
    return attemptOf(attempt)
  })
}

/** Removes attempts of 30 days ago and more. */
export async function forgetOldAttempts(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db.webhookAttempt.deleteMany({
    where: { id: { lt: uuidv7Floor(ctx.clock.now().getTime() - ATTEMPT_DAYS * DAY_MS) } },
  })
  return count
}
