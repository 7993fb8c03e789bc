import { z } from 'zod'
import { orderSource } from '../../contract/order-source.ts'
import { isPlainText } from '../../contract/text.ts'

/** What another system may do. Each route of the partner API asks for one. */
export const API_SCOPES = [
  /** Find members and see what they are called by, masked. */
  'members.read',
  /** See points, entries and holds; ask for quotes. */
  'points.read',
  /** Give and take points, hold them for orders. */
  'points.write',
  /** Tell of orders. */
  'orders.write',
] as const
export const apiScope = z.enum(API_SCOPES)
export type ApiScope = z.infer<typeof apiScope>

export const API_KEY_NAME_MAX = 32

/**
 * The store of a key says only where what it posts happened: entries and orders are of that store. Members of all
 * stores are found and served by it, since a member of one store of a chain uses points at the tills of all.
 */
export const createApiKeyInput = z
  .object({
    name: z.string().trim().min(1).max(API_KEY_NAME_MAX).refine(isPlainText),
    scopes: z.array(apiScope).min(1),
    source: orderSource.nullable(),
    storeId: z.int().nullable(),
  })
  .refine(({ scopes, source }) => source !== null || !scopes.includes('orders.write'), {
    path: ['source'],
    message: 'NEEDED_FOR_ORDERS',
  })
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>

/** The secret is in this answer and nowhere else. */
export const createdApiKey = z.object({ id: z.int(), keyId: z.string(), secret: z.string() })
export type CreatedApiKey = z.infer<typeof createdApiKey>

/** Times are epoch ms. */
export const apiKeyRow = z.object({
  id: z.int(),
  keyId: z.string(),
  name: z.string(),
  scopes: z.array(apiScope),
  source: z.string().nullable(),
  store: z.string().nullable(),
  createdAt: z.int(),
  createdBy: z.string(),
  lastUsedAt: z.int().nullable(),
  revokedAt: z.int().nullable(),
  revokedBy: z.string().nullable(),
})
export type ApiKeyRow = z.infer<typeof apiKeyRow>

export const revokeApiKeyInput = z.object({
  id: z.int(),
  reason: z.string().trim().min(2).max(200).refine(isPlainText),
})
export type RevokeApiKeyInput = z.infer<typeof revokeApiKeyInput>
