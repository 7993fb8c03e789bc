import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { endDeliveries, subscribe, type TargetConsumer } from '../outbox/outbox.service.ts'
import { keepAttempt } from './webhook-attempts.ts'
import { SYSTEM_NET, type WebhookNet } from './webhook-net.ts'
import { openSecret } from './webhooks.privacy.ts'
import { sendWebhook } from './send-webhook.ts'

/** The name under which the outbox knows an endpoint. */
export const consumerOf = (endpointId: string): string => `webhook:${endpointId}`

/** An endpoint with what is needed to send to it; undefined where there is none. */
export const findEndpoint = (ctx: Ctx, id: string) =>
  ctx.db.webhookEndpoint.findUnique({ where: { id } })
export type StoredEndpoint = NonNullable<Awaited<ReturnType<typeof findEndpoint>>>

/** The secrets that sign now: the one in use, and for a day after a roll the one before. */
export function secretsOf(ctx: Ctx, endpoint: StoredEndpoint): string[] {
  const { id, secretCipher, previousSecretCipher, previousSecretUntil } = endpoint
  const isPreviousHeld = previousSecretUntil !== null && previousSecretUntil > ctx.clock.now()
  return [
    openSecret(ctx.keys, 'secret', id, secretCipher),
    ...(isPreviousHeld && previousSecretCipher !== null
      ? [openSecret(ctx.keys, 'previousSecret', id, previousSecretCipher)]
      : []),
  ]
}

/** Turns an endpoint off whose partner gave the address up; what waited for it is discarded. */
function disableGone(ctx: Ctx, { id, name }: StoredEndpoint): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { count } = await ctx.db.webhookEndpoint.updateMany({
      where: { id, isActive: true },
      data: { isActive: false, disabledReason: 'gone', updatedAt: ctx.clock.now() },
    })
    if (count === 0) return
    await subscribe(ctx, consumerOf(id), [])
    await endDeliveries(ctx, consumerOf(id))
    const target = { type: 'webhook', id, name } as const
    await recordAudit(ctx, {
      action: 'webhook.disable',
      target,
      after: { isActive: false, disabledReason: 'gone' },
    })
  })
}

/**
 * Tells a partner of an event. A message may reach him twice, with the same id. 2xx: done; 410: the endpoint
 * is turned off; everything else is tried again by the outbox.
 */
export const makeWebhookConsumer =
  (net: WebhookNet = SYSTEM_NET): TargetConsumer =>
  async (ctx, event, endpointId) => {
    const endpoint = await findEndpoint(ctx, endpointId)
    if (!endpoint?.isActive) {
      // Written by whoever did not know yet that it was turned off.
      await inTransaction(ctx, (ctx) => endDeliveries(ctx, consumerOf(endpointId)))
      return
    }
    const { id, type, occurredAt, payload: data } = event
    const message = { id, type, occurredAt, data }
    const { url } = endpoint
    const sent = await sendWebhook(ctx, { url, secrets: secretsOf(ctx, endpoint), message }, net)
    await keepAttempt(ctx, endpointId, message, sent)
    if (sent.error === 'WEBHOOK_GONE') await disableGone(ctx, endpoint)
    else if (sent.error !== null) throw new AppError(sent.error, { host: new URL(url).hostname })
  }
