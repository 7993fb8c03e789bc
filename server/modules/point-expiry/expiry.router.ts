import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import {
  dayMembers,
  dayMembersInput,
  expiryMonth,
  expiryState,
  expiryYear,
  monthInput,
  yearInput,
} from './expiry.contract.ts'
import {
  getExpiryMonth,
  getExpiryState,
  getExpiryYear,
  listDayMembers,
  startExpiry,
} from './point-expiry.service.ts'

export const pointExpiryRouter = router({
  state: can('points.view')
    .output(expiryState)
    .query(({ ctx }) => getExpiryState(ctx)),
  month: can('points.view')
    .input(monthInput)
    .output(expiryMonth)
    .query(({ ctx, input }) => getExpiryMonth(ctx, input)),
  year: can('points.view')
    .input(yearInput)
    .output(expiryYear)
    .query(({ ctx, input }) => getExpiryYear(ctx, input)),
  dayMembers: can('points.view')
    .input(dayMembersInput)
    .output(dayMembers)
    .query(({ ctx, input }) => listDayMembers(ctx, input)),
  run: can('points.expiry')
    .output(startedJob)
    .mutation(({ ctx }) => startExpiry(ctx)),
})
