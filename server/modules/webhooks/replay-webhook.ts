import { randomUUID } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { countEvents, redeliver } from '../outbox/outbox.service.ts'
import { consumerOf, secretsOf } from './deliver-webhook.ts'
import { requireEndpoint, targetOf } from './manage-webhooks.ts'
import { sendWebhook } from './send-webhook.ts'
import { keepAttempt } from './webhook-attempts.ts'
import { SYSTEM_NET, type WebhookNet } from './webhook-net.ts'
import { eventTypesOf } from './webhooks.queries.ts'
import {
  REPLAY_EVENTS_MAX,
  TEST_EVENT,
  type Replayed,
  type ReplayEventInput,
  type ReplaySinceInput,
  type WebhookAttempt,
  type WebhookKey,
} from './webhooks.contract.ts'

async function requireActive(ctx: Ctx<Tx>, id: string) {
  const endpoint = await requireEndpoint(ctx, id)
  if (!endpoint.isActive) throw new AppError('WEBHOOK_INACTIVE')
  return endpoint
}

/**
 * Sends an event to an endpoint again, whatever came of it before, with all attempts anew.
 * @throws AppError NOT_FOUND, also when the event is kept no more; WEBHOOK_INACTIVE
 */
export function replayEvent(ctx: Ctx, { id, eventId }: ReplayEventInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const endpoint = await requireActive(ctx, id)
    if ((await redeliver(ctx, consumerOf(id), { eventId })) === 0) throw new AppError('NOT_FOUND')
    const after = { eventId }
    await recordAudit(ctx, { action: 'webhook.replay', target: targetOf(endpoint), after })
  })
}

/**
 * Sends all events since a time to an endpoint again that it is told of and that are kept; those that wait
 * already keep their place. @throws AppError NOT_FOUND, WEBHOOK_INACTIVE, WEBHOOK_REPLAY_LIMIT
 */
export function replaySince(ctx: Ctx, { id, since }: ReplaySinceInput): Promise<Replayed> {
  return inTransaction(ctx, async (ctx) => {
    const endpoint = await requireActive(ctx, id)
    const events = { types: eventTypesOf(endpoint), since: new Date(since) }
    const found = await countEvents(ctx, events)
    const limit = REPLAY_EVENTS_MAX
    if (found > limit) throw new AppError('WEBHOOK_REPLAY_LIMIT', { count: found, limit })
    const count = await redeliver(ctx, consumerOf(id), events)
    const after = { since: events.since.toISOString(), count }
    await recordAudit(ctx, { action: 'webhook.replay', target: targetOf(endpoint), after })
    return { count }
  })
}

/**
 * Sends an event that means nothing, once and now, also to an endpoint that is turned off.
 * @returns how it ended
 * @throws AppError NOT_FOUND
 */
export async function testWebhook(
  ctx: Ctx,
  { id }: WebhookKey,
  net: WebhookNet = SYSTEM_NET,
): Promise<WebhookAttempt> {
  const endpoint = await requireEndpoint(ctx, id)
  const data = { endpoint: endpoint.name }
  const message = { id: randomUUID(), type: TEST_EVENT, occurredAt: ctx.clock.now(), data }
  const { url } = endpoint
  const sent = await sendWebhook(ctx, { url, secrets: secretsOf(ctx, endpoint), message }, net)
  const attempt = await keepAttempt(ctx, id, message, sent)
  const after = { status: sent.status, error: sent.error }
  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, { action: 'webhook.test', target: targetOf(endpoint), after }),
  )
  return attempt
}
