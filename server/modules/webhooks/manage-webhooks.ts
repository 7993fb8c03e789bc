import { randomUUID } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit, recordChange } from '../audit/audit.service.ts'
import { endDeliveries, subscribe } from '../outbox/outbox.service.ts'
import { consumerOf, findEndpoint, type StoredEndpoint } from './deliver-webhook.ts'
import { makeSecret } from './webhook-message.ts'
import { checkedAddresses, SYSTEM_NET, type WebhookNet } from './webhook-net.ts'
import {
  PREVIOUS_SECRET_HOURS,
  WEBHOOKS_MAX,
  type CreateWebhookInput,
  type DeleteWebhookInput,
  type UpdateWebhookInput,
  type WebhookKey,
  type WebhookSecret,
} from './webhooks.contract.ts'
import { openSecret, sealSecret } from './webhooks.privacy.ts'

const HOUR_MS = 3_600_000

/** An endpoint that is there. @throws AppError NOT_FOUND */
export async function requireEndpoint(ctx: Ctx, id: string): Promise<StoredEndpoint> {
  const endpoint = await findEndpoint(ctx, id)
  if (!endpoint) throw new AppError('NOT_FOUND')
  return endpoint
}

export const targetOf = ({ id, name }: Pick<StoredEndpoint, 'id' | 'name'>) =>
  ({ type: 'webhook', id, name }) as const

const shownOf = ({ name, url, eventTypes }: CreateWebhookInput, isActive: boolean) => ({
  name,
  url,
  eventTypes: [...eventTypes],
  isActive,
})

/**
 * Adds an endpoint, which is told from now on. @returns the secret, which is not shown again
 * @throws AppError WEBHOOK_NAME_UNKNOWN, WEBHOOK_ADDRESS_REFUSED, WEBHOOK_LIMIT
 */
export async function createWebhook(
  ctx: Ctx,
  input: CreateWebhookInput,
  net: WebhookNet = SYSTEM_NET,
): Promise<WebhookSecret> {
  await checkedAddresses(ctx, input.url, net)
  const id = randomUUID()
  const secret = makeSecret()
  return inTransaction(ctx, async (ctx) => {
    if ((await ctx.db.webhookEndpoint.count()) >= WEBHOOKS_MAX)
      throw new AppError('WEBHOOK_LIMIT', { limit: WEBHOOKS_MAX })
    const now = ctx.clock.now()
    const shown = shownOf(input, true)
    await ctx.db.webhookEndpoint.create({
      data: {
        ...shown,
        id,
        secretCipher: sealSecret(ctx.keys, 'secret', id, secret),
        createdAt: now,
        createdByName: ctx.actor.name,
        updatedAt: now,
      },
      select: { id: true },
    })
    await subscribe(ctx, consumerOf(id), input.eventTypes)
    const target = targetOf({ id, name: input.name })
    await recordAudit(ctx, { action: 'webhook.create', target, after: shown })
    return { id, secret }
  })
}

async function update(ctx: Ctx<Tx>, input: UpdateWebhookInput): Promise<void> {
  const { id, isActive, updatedAt } = input
  const endpoint = await requireEndpoint(ctx, id)
  const after = shownOf(input, isActive)
  const { count } = await ctx.db.webhookEndpoint.updateMany({
    where: { id, updatedAt: new Date(updatedAt) },
    data: { ...after, disabledReason: null, updatedAt: ctx.clock.now() },
  })
  if (count === 0) throw new AppError('EDIT_CONFLICT')
  await subscribe(ctx, consumerOf(id), isActive ? input.eventTypes : [])
  if (!isActive) await endDeliveries(ctx, consumerOf(id))
  const { name, url, eventTypes } = endpoint
  const before = { name, url, eventTypes: eventTypes as string[], isActive: endpoint.isActive }
  await recordChange(
    ctx,
    { action: 'webhook.update', target: targetOf(endpoint) },
    { before, after },
  )
}

/**
 * Changes where and of what a partner is told, from the next event on. Turned off, what waited is discarded.
 * @throws AppError NOT_FOUND, EDIT_CONFLICT, WEBHOOK_NAME_UNKNOWN, WEBHOOK_ADDRESS_REFUSED
 */
export async function updateWebhook(
  ctx: Ctx,
  input: UpdateWebhookInput,
  net: WebhookNet = SYSTEM_NET,
): Promise<void> {
  // Off, it is sent nothing: a partner whose name is gone can be turned off as well.
  if (input.isActive) await checkedAddresses(ctx, input.url, net)
  await inTransaction(ctx, (ctx) => update(ctx, input))
}

/**
 * Makes a new secret; the one before signs besides for a day, so that the partner can change over.
 * @returns the secret, which is not shown again
 * @throws AppError NOT_FOUND, EDIT_CONFLICT when somebody else rolls it at the same moment
 */
export function rollSecret(ctx: Ctx, { id }: WebhookKey): Promise<WebhookSecret> {
  const secret = makeSecret()
  return inTransaction(ctx, async (ctx) => {
    const endpoint = await requireEndpoint(ctx, id)
    const { secretCipher } = endpoint
    const now = ctx.clock.now()
    const previous = openSecret(ctx.keys, 'secret', id, secretCipher)
    const previousSecretUntil = new Date(now.getTime() + PREVIOUS_SECRET_HOURS * HOUR_MS)
    const { count } = await ctx.db.webhookEndpoint.updateMany({
      where: { id, secretCipher },
      data: {
        secretCipher: sealSecret(ctx.keys, 'secret', id, secret),
        previousSecretCipher: sealSecret(ctx.keys, 'previousSecret', id, previous),
        previousSecretUntil,
      },
    })
    if (count === 0) throw new AppError('EDIT_CONFLICT')
    const after = { previousSecretUntil: previousSecretUntil.toISOString() }
    await recordAudit(ctx, { action: 'webhook.rollSecret', target: targetOf(endpoint), after })
    return { id, secret }
  })
}

/** Removes an endpoint with its attempts; what waited for it is discarded. @throws AppError NOT_FOUND */
export function deleteWebhook(ctx: Ctx, { id, reason }: DeleteWebhookInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const endpoint = await requireEndpoint(ctx, id)
    await subscribe(ctx, consumerOf(id), [])
    const discarded = await endDeliveries(ctx, consumerOf(id))
    await ctx.db.webhookEndpoint.deleteMany({ where: { id } })
    const { url } = endpoint
    await recordAudit(ctx, {
      action: 'webhook.delete',
      target: targetOf(endpoint),
      before: { url },
      after: { discarded },
      reason,
    })
  })
}
