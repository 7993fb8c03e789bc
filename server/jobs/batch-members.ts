import type { Ctx } from '../db/context.ts'
import { batchMembersInput, type BatchMembersInput } from '../modules/members/members.contract.ts'
import {
  countSelected,
  selectedMembers,
  setMemberStatus,
} from '../modules/members/members.service.ts'
import type { ResumableControl } from './job-runner.ts'
import { runBatch } from './run-batch.ts'

const statusOf = ({ action }: BatchMembersInput) => (action === 'enable' ? 'active' : 'disabled')

/** Does one thing with many members, each with a record of its own. Running again changes nothing more. */
export function batchMembers(ctx: Ctx, input: unknown, control: ResumableControl) {
  const batch = batchMembersInput.parse(input)
  const { selection, reason } = batch
  return runBatch(ctx, control, {
    count: () => countSelected(ctx, selection),
    records: selectedMembers(ctx, selection),
    change: (ctx, { uid }) => setMemberStatus(ctx, { uid, status: statusOf(batch), reason }),
  })
}
