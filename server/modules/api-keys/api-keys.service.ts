/** What the rest of the server uses of API keys; routers and other modules come in by this door. */
export { apiKeySealedColumns } from './api-key-secret.ts'
export { authenticatePartner, forgetNonces, type Partner } from './authenticate-partner.ts'
export { createApiKey, listApiKeys, revokeApiKey } from './manage-api-keys.ts'
