import type { Ctx } from '../db/context.ts'
import { batchMembersInput, type BatchMembersInput } from '../modules/members/members.contract.ts'
import {
  countSelected,
  selectedMembers,
  setMemberStatus,
} from '../modules/members/members.service.ts'
import { changeOne, noChanges } from './change-one.ts'
import type { JobControl } from './job-runner.ts'

const statusOf = ({ action }: BatchMembersInput) => (action === 'enable' ? 'active' : 'disabled')

/**
 * Does one thing with many members, each in a transaction and with a record of its own: one that is refused
 * stops no other and is named in the result. Running again changes nothing more.
 */
export async function batchMembers(ctx: Ctx, input: unknown, control: JobControl) {
  const batch = batchMembersInput.parse(input)
  const total = await countSelected(ctx, batch.selection)
  const result = noChanges()
  let done = 0
  for await (const { id, uid } of selectedMembers(ctx, batch.selection)) {
    control.signal.throwIfAborted()
    await changeOne(result, id, () =>
      setMemberStatus(ctx, { uid, status: statusOf(batch), reason: batch.reason }),
    )
    done += 1
    control.report(done, Math.max(total, done))
  }
  return { result }
}
