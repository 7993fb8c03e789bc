import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { createStoreInput, storeRow, updateStoreInput } from './stores.contract.ts'
import { createStore, listStores, updateStore } from './stores.service.ts'

export const storesRouter = router({
  list: can('stores.view')
    .output(z.array(storeRow))
    .query(({ ctx }) => listStores(ctx)),
  create: can('stores.manage')
    .input(createStoreInput)
    .output(z.object({ id: z.int() }))
    .mutation(({ ctx, input }) => createStore(ctx, input)),
  update: can('stores.manage')
    .input(updateStoreInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateStore(ctx, input)),
})
