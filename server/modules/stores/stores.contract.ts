import { z } from 'zod'

export const STORE_STATUSES = ['active', 'closed'] as const
export const storeStatus = z.enum(STORE_STATUSES)

export const storeRow = z.object({
  id: z.int(),
  uid: z.string(),
  code: z.string(),
  name: z.string(),
  status: storeStatus,
  staffCount: z.int(),
  createdAt: z.int(),
})
export type StoreRow = z.infer<typeof storeRow>

/** Code as printed on receipts: capitals, digits, hyphen. */
const storeCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9-]{0,15}$/)
const storeName = z.string().trim().min(1).max(32)
export const createStoreInput = z.object({ code: storeCode, name: storeName })
export type CreateStoreInput = z.infer<typeof createStoreInput>
export const updateStoreInput = z.object({ id: z.int(), name: storeName, status: storeStatus })
export type UpdateStoreInput = z.infer<typeof updateStoreInput>
