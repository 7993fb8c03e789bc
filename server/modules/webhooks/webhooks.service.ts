/** What the rest of the server uses of webhooks; routers and other modules come in by this door. */
export { makeWebhookConsumer } from './deliver-webhook.ts'
export { createWebhook, deleteWebhook, rollSecret, updateWebhook } from './manage-webhooks.ts'
export { replayEvent, replaySince, testWebhook } from './replay-webhook.ts'
export { forgetOldAttempts } from './webhook-attempts.ts'
export { webhookSealedColumns } from './webhooks.privacy.ts'
export { exampleMessage, webhookTerms } from './webhook-terms.ts'
export { listAttempts, listWebhooks } from './webhooks.queries.ts'
