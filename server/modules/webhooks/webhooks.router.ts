import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  attemptPage,
  createWebhookInput,
  deleteWebhookInput,
  listAttemptsInput,
  replayed,
  replayEventInput,
  replaySinceInput,
  updateWebhookInput,
  webhookAttempt,
  webhookKey,
  webhookRow,
  webhookSecret,
} from './webhooks.contract.ts'
import {
  createWebhook,
  deleteWebhook,
  listAttempts,
  listWebhooks,
  replayEvent,
  replaySince,
  rollSecret,
  testWebhook,
  updateWebhook,
} from './webhooks.service.ts'

export const webhooksRouter = router({
  list: can('webhooks.view')
    .output(z.array(webhookRow))
    .query(({ ctx }) => listWebhooks(ctx)),
  attempts: can('webhooks.view')
    .input(listAttemptsInput)
    .output(attemptPage)
    .query(({ ctx, input }) => listAttempts(ctx, input)),
  create: can('webhooks.manage')
    .input(createWebhookInput)
    .output(webhookSecret)
    .mutation(({ ctx, input }) => createWebhook(ctx, input)),
  update: can('webhooks.manage')
    .input(updateWebhookInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateWebhook(ctx, input)),
  rollSecret: can('webhooks.manage')
    .input(webhookKey)
    .output(webhookSecret)
    .mutation(({ ctx, input }) => rollSecret(ctx, input)),
  delete: can('webhooks.manage')
    .input(deleteWebhookInput)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteWebhook(ctx, input)),
  test: can('webhooks.manage')
    .input(webhookKey)
    .output(webhookAttempt)
    .mutation(({ ctx, input }) => testWebhook(ctx, input)),
  replayEvent: can('webhooks.manage')
    .input(replayEventInput)
    .output(z.void())
    .mutation(({ ctx, input }) => replayEvent(ctx, input)),
  replaySince: can('webhooks.manage')
    .input(replaySinceInput)
    .output(replayed)
    .mutation(({ ctx, input }) => replaySince(ctx, input)),
})
