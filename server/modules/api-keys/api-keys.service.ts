/** What the rest of the server uses of API keys; routers and other modules come in by this door. */
export { apiKeySealedColumns } from './api-key-secret.ts'
export { acceptOnce, recognisePartner, signatureOf } from './authenticate-partner.ts'
export type { Partner } from './known-keys.ts'
export { createApiKey, listApiKeys, revokeApiKey } from './manage-api-keys.ts'
