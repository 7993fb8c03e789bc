import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { settings, updateCompanyInput } from './settings.contract.ts'
import { getSettings, updateCompany } from './settings.service.ts'

export const settingsRouter = router({
  get: can('signedIn')
    .output(settings)
    .query(({ ctx }) => getSettings(ctx)),
  updateCompany: can('settings.manage')
    .input(updateCompanyInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateCompany(ctx, input)),
})
