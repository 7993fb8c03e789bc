import type { Ctx } from '../db/context.ts'
import { batchStaffInput, type BatchStaffInput } from '../modules/staff/staff.contract.ts'
import { listSelectedStaff, setStaffStatus, signOutStaff } from '../modules/staff/staff.service.ts'
import { changeOne, noChanges } from './change-one.ts'
import type { JobControl } from './job-runner.ts'

/** @returns whether it was a change */
async function apply(ctx: Ctx, id: number, { action, reason }: BatchStaffInput): Promise<boolean> {
  switch (action) {
    case 'disable':
      return setStaffStatus(ctx, { id, status: 'disabled', reason })
    case 'enable':
      return setStaffStatus(ctx, { id, status: 'active', reason })
    case 'signOut':
      await signOutStaff(ctx, { id })
      return true
  }
}

/**
 * Does one thing with many accounts, each in a transaction of its own: one that is refused stops no other
 * and is named in the result. Running again changes nothing more.
 */
export async function batchStaff(ctx: Ctx, input: unknown, control: JobControl) {
  const batch = batchStaffInput.parse(input)
  const ids = await listSelectedStaff(ctx, batch.selection)
  const result = noChanges()
  for (const [index, id] of ids.entries()) {
    control.signal.throwIfAborted()
    await changeOne(result, id, () => apply(ctx, id, batch))
    control.report(index + 1, ids.length)
  }
  return { result }
}
