import type { Ctx } from '../db/context.ts'
import { batchStaffInput, type BatchStaffInput } from '../modules/staff/staff.contract.ts'
import { listSelectedStaff, setStaffStatus, signOutStaff } from '../modules/staff/staff.service.ts'
import type { ResumableControl } from './job-runner.ts'
import { runBatch } from './run-batch.ts'

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

async function* selectedStaff(ctx: Ctx, { selection }: BatchStaffInput) {
  for (const id of await listSelectedStaff(ctx, selection)) yield { id }
}

/** Does one thing with many accounts. Running again changes nothing more. */
export function batchStaff(ctx: Ctx, input: unknown, control: ResumableControl) {
  const batch = batchStaffInput.parse(input)
  return runBatch(ctx, control, {
    count: async () => (await listSelectedStaff(ctx, batch.selection)).length,
    records: selectedStaff(ctx, batch),
    change: (ctx, { id }) => apply(ctx, id, batch),
  })
}
