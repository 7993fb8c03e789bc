import { z } from 'zod'
import { namedInput } from '../../contract/selection.ts'
import { can, router } from '../../trpc/trpc.ts'
import {
  createStaffBulkInput,
  listStaffInput,
  namedStaff,
  oneTimeReset,
  sessionRow,
  setStaffStatusInput,
  signOutStaffInput,
  staffPage,
  staffRow,
  totpRemoval,
  updateStaffInput,
} from './staff.contract.ts'
import {
  createStaff,
  getStaff,
  listStaff,
  listStaffSessions,
  nameStaff,
  removeTotp,
  resetPassword,
  setStaffStatus,
  signOutStaff,
  unlockStaff,
  updateStaff,
} from './staff.service.ts'

const id = z.object({ id: z.int() })

export const staffRouter = router({
  list: can('staff.view')
    .input(listStaffInput)
    .output(staffPage)
    .query(({ ctx, input }) => listStaff(ctx, input)),
  get: can('staff.view')
    .input(id)
    .output(staffRow)
    .query(({ ctx, input }) => getStaff(ctx, input.id)),
  named: can('staff.view')
    .input(namedInput)
    .output(z.array(namedStaff))
    .query(({ ctx, input }) => nameStaff(ctx, input)),
  sessions: can('staff.view')
    .input(id)
    .output(z.array(sessionRow))
    .query(({ ctx, input }) => listStaffSessions(ctx, input.id)),
  create: can('staff.manage')
    .input(createStaffBulkInput)
    .output(z.array(oneTimeReset))
    .mutation(({ ctx, input }) => createStaff(ctx, input.staff)),
  update: can('staff.manage')
    .input(updateStaffInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateStaff(ctx, input)),
  setStatus: can('staff.manage')
    .input(setStaffStatusInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await setStaffStatus(ctx, input)
    }),
  resetPassword: can('staff.manage')
    .input(id)
    .output(oneTimeReset)
    .mutation(({ ctx, input }) => resetPassword(ctx, input.id)),
  unlock: can('staff.manage')
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => unlockStaff(ctx, input.id)),
  removeTotp: can('staff.manage')
    .input(totpRemoval)
    .output(z.void())
    .mutation(({ ctx, input }) => removeTotp(ctx, input)),
  signOut: can('staff.manage')
    .input(signOutStaffInput)
    .output(z.void())
    .mutation(({ ctx, input }) => signOutStaff(ctx, input)),
})
