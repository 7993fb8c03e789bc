import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { company, settings } from './settings.contract.ts'
import { getSettings, updateCompany } from './settings.service.ts'

export const settingsRouter = router({
  get: can('signedIn')
    .output(settings)
    .query(({ ctx }) => getSettings(ctx)),
  updateCompany: can('settings.manage')
    .input(company)
    .output(z.void())
    .mutation(({ ctx, input }) => updateCompany(ctx, input)),
})
