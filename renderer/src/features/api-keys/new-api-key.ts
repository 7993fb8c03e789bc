import { z } from 'zod'
import {
  apiScope,
  createApiKeyInput,
  type ApiScope,
  type CreateApiKeyInput,
} from '../../../../server/modules/api-keys/api-keys.contract.ts'

export const NEW_API_KEY = {
  name: '',
  scopes: [] as ApiScope[],
  source: '',
  storeId: null as number | null,
}

/** What is filled in for a new key; a source that was typed before the scope went away is not sent. */
export const newApiKey: z.ZodType<CreateApiKeyInput> = z
  .object({
    name: z.string(),
    scopes: z.array(apiScope),
    source: z.string(),
    storeId: z.int().nullish(),
  })
  .transform(({ source, storeId, ...given }) => {
    const isAsked = given.scopes.includes('orders.write') && source.trim() !== ''
    return { ...given, source: isAsked ? source : null, storeId: storeId ?? null }
  })
  .pipe(createApiKeyInput)
