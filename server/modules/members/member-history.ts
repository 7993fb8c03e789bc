import type { Ctx } from '../../db/context.ts'
import type { HistoryPage } from '../audit/audit.contract.ts'
import { readHistory } from '../audit/audit.service.ts'
import { findMember } from './edit-member.ts'
import type { MemberHistoryInput } from './members.contract.ts'

/** What changes a member. Who looked at personal data is for those who may read the log. */
const CHANGES = [
  'member.create',
  'member.import',
  'member.update',
  'member.setStatus',
  'member.deleteNote',
] as const

/**
 * What was done to a member, the newest first, ending with how he came in: by hand, or by an import, which is
 * one entry for all whom it brought. For whoever may see the member: the right to read the log is not asked.
 *
 * @throws AppError NOT_FOUND
 */
export async function readMemberHistory(
  ctx: Ctx,
  { uid, pageNo, pageSize }: MemberHistoryInput,
): Promise<HistoryPage> {
  const { importJobId } = await findMember(ctx, uid)
  const came = importJobId === null ? [] : [{ type: 'job', id: importJobId } as const]
  const of = [{ type: 'member', id: uid } as const, ...came]
  return readHistory(ctx, { of, actions: CHANGES, pageNo, pageSize })
}
