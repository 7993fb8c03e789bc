import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  apiKeyRow,
  createApiKeyInput,
  createdApiKey,
  revokeApiKeyInput,
} from './api-keys.contract.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.service.ts'

export const apiKeysRouter = router({
  list: can('apiKeys.manage')
    .output(z.array(apiKeyRow))
    .query(({ ctx }) => listApiKeys(ctx)),
  create: can('apiKeys.manage')
    .input(createApiKeyInput)
    .output(createdApiKey)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),
  revoke: can('apiKeys.manage')
    .input(revokeApiKeyInput)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
})
