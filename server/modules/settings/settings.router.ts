import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { changePointSettings, storedPointSettings } from './point-settings.contract.ts'
import { company, settings } from './settings.contract.ts'
import {
  getPointSettings,
  getSettings,
  updateCompany,
  updatePointSettings,
} from './settings.service.ts'

export const settingsRouter = router({
  get: can('signedIn')
    .output(settings)
    .query(({ ctx }) => getSettings(ctx)),
  updateCompany: can('settings.manage')
    .input(company)
    .output(z.void())
    .mutation(({ ctx, input }) => updateCompany(ctx, input)),
  points: can('points.view')
    .output(storedPointSettings)
    .query(({ ctx }) => getPointSettings(ctx)),
  updatePoints: can('points.settings')
    .input(changePointSettings)
    .output(storedPointSettings)
    .mutation(({ ctx, input }) => updatePointSettings(ctx, input.settings, input.version)),
})
