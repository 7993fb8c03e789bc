/** What the rest of the server uses of webhooks; routers and other modules come in by this door. */
export { webhookSealedColumns } from './webhooks.privacy.ts'
