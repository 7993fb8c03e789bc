import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { eventType, type EventType } from '../outbox/outbox.contract.ts'
import { countDeliveries } from '../outbox/outbox.service.ts'
import { consumerOf } from './deliver-webhook.ts'
import { requireEndpoint } from './manage-webhooks.ts'
import { attemptColumns, attemptOf } from './webhook-attempts.ts'
import {
  webhookRow,
  type AttemptPage,
  type ListAttemptsInput,
  type WebhookRow,
} from './webhooks.contract.ts'

/** What an endpoint is told of; types that only a newer version knows are left out. */
export const eventTypesOf = ({ eventTypes }: { eventTypes: unknown }): EventType[] =>
  z
    .array(z.unknown())
    .parse(eventTypes)
    .flatMap((type) => eventType.safeParse(type).data ?? [])

const instant = (at: Date | null): number | null => at?.getTime() ?? null

/** All endpoints, the oldest first; never a secret. */
export async function listWebhooks(ctx: Ctx): Promise<WebhookRow[]> {
  const endpoints = await ctx.db.webhookEndpoint.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const countOf = await countDeliveries(
    ctx,
    endpoints.map(({ id }) => consumerOf(id)),
  )
  const now = ctx.clock.now()
  return endpoints.map((endpoint) => {
    const until = endpoint.previousSecretUntil
    return webhookRow.parse({
      ...endpoint,
      eventTypes: eventTypesOf(endpoint),
      previousSecretUntil: until !== null && until > now ? until.getTime() : null,
      createdAt: endpoint.createdAt.getTime(),
      updatedAt: endpoint.updatedAt.getTime(),
      lastSuccessAt: instant(endpoint.lastSuccessAt),
      lastFailureAt: instant(endpoint.lastFailureAt),
      waitingCount: countOf(consumerOf(endpoint.id), 'waiting'),
      deadCount: countOf(consumerOf(endpoint.id), 'dead'),
    })
  })
}

/** What was sent to an endpoint in the last 30 days, the newest first. @throws AppError NOT_FOUND */
export async function listAttempts(
  ctx: Ctx,
  { id: endpointId, pageNo, pageSize }: ListAttemptsInput,
): Promise<AttemptPage> {
  await requireEndpoint(ctx, endpointId)
  const where = { endpointId }
  const [total, rows] = await Promise.all([
    ctx.db.webhookAttempt.count({ where }),
    ctx.db.webhookAttempt.findMany({
      where,
      orderBy: { id: 'desc' },
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
      select: attemptColumns,
    }),
  ])
  return { total, list: rows.map(attemptOf) }
}
