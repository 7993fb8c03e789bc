import type { Ctx, Tx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { runStatement, sql } from '../../db/sql.ts'
import { inTransaction, isUniqueViolation } from '../../db/transaction.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { lastChanges, recordAudit } from '../audit/audit.service.ts'
import { recordEvent } from '../outbox/outbox.service.ts'
import { checkPlaces, refuseTaken, requireHome } from './create-member.ts'
import { insertPairs } from './insert-members.ts'
import { shownChange } from './member-audit.ts'
import {
  gender,
  type MemberChange,
  type MemberChanges,
  type MemberChangesInput,
  type SetMemberStatusInput,
  type UpdateMemberInput,
} from './members.contract.ts'
import { emailColumns, mobileColumns, readPersonal, realNameColumns } from './members.privacy.ts'
import { monthDayOf, nicknameKey, pairsOf } from './members.rules.ts'

/** A member whom the actor sees. @throws AppError NOT_FOUND */
export async function findMember(ctx: Ctx, uid: string) {
  const member = await ctx.db.member.findUnique({ where: { uid } })
  if (!member || !seesMember(ctx, member)) throw new AppError('NOT_FOUND')
  return member
}

/** Members belong to their home store; those without one are seen by scope `all` only. */
const seesMember = (ctx: Ctx, { homeStoreId }: { homeStoreId: number | null }): boolean =>
  ctx.actor.scope.kind === 'all' || seesStore(ctx, homeStoreId)

type StoredMember = Awaited<ReturnType<typeof findMember>>

const targetOf = ({ uid, memberNo, homeStoreId }: StoredMember) => ({
  target: { type: 'member', id: uid, name: memberNo } as const,
  ...(homeStoreId === null ? {} : { storeId: homeStoreId }),
})

/** The profile as an edit sees it, personal values whole. */
const profileOf = (ctx: Ctx, member: StoredMember): MemberChanges => ({
  nickname: member.nickname,
  mobile: readPersonal(ctx.keys, member, 'mobile'),
  email: readPersonal(ctx.keys, member, 'email'),
  realName: readPersonal(ctx.keys, member, 'realName'),
  externalId: member.externalId,
  cardNo: member.cardNo,
  avatarUrl: member.avatarUrl,
  gender: gender.parse(member.gender),
  birthday: member.birthday,
  regionCode: member.regionCode,
  remark: member.remark,
  homeStoreId: member.homeStoreId,
})

/** Columns of the changes that were given. */
function columnsOf(ctx: Ctx, uid: string, changes: MemberChanges) {
  const { mobile, email, realName, nickname, birthday, ...plain } = changes
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return {
    ...given,
    ...(nickname === undefined ? {} : { nickname, nicknameKey: nicknameKey(nickname) }),
    ...(birthday === undefined
      ? {}
      : { birthday, birthdayMonthDay: birthday === null ? null : monthDayOf(birthday) }),
    ...(mobile === undefined ? {} : mobileColumns(ctx.keys, uid, mobile)),
    ...(email === undefined ? {} : emailColumns(ctx.keys, uid, email)),
    ...(realName === undefined ? {} : realNameColumns(ctx.keys, uid, realName)),
  } satisfies Prisma.MemberUncheckedUpdateManyInput
}

/** Makes the pairs of a changed nickname those of the new one. */
async function replacePairs(
  ctx: Ctx<Tx>,
  { id, nicknameKey: before }: StoredMember,
  nickname: string,
): Promise<void> {
  // By pair and member: the pairs' table has no index of members, whose nicknames seldom change.
  for (const pair of pairsOf(before)) {
    await runStatement(
      ctx,
      sql`DELETE FROM "MemberNicknamePair" WHERE "pair" = ${pair} AND "memberId" = ${id}`,
    )
  }
  await insertPairs(ctx, [{ id, nicknameKey: nicknameKey(nickname) }])
}

/** Writes what an editor changed, if nobody else has written since the version he saw. */
async function applyChanges(
  ctx: Ctx<Tx>,
  member: StoredMember,
  { version, changes }: UpdateMemberInput,
): Promise<void> {
  const columns = columnsOf(ctx, member.uid, changes)
  await refuseTaken(ctx, changes, member.uid)
  const { count } = await ctx.db.member.updateMany({
    where: { id: member.id, version },
    data: { ...columns, version: { increment: 1 }, updatedAt: ctx.clock.now() },
  })
  if (count === 0) throw new AppError('MEMBER_CHANGED')
  // Only whoever was first comes here, so nobody else writes these pairs.
  if (changes.nickname !== undefined) await replacePairs(ctx, member, changes.nickname)
}

const tellUpdated = (ctx: Ctx<Tx>, { uid, version }: StoredMember, status: string) =>
  recordEvent(ctx, {
    type: 'member.updated',
    memberUid: uid,
    payload: { memberUid: uid, version: version + 1, status },
  })

/**
 * Changes a profile. Every change counts the member's version up by one and is recorded once, so that
 * `listChangesSince` can name what an editor has missed.
 *
 * @returns the new version
 * @throws AppError NOT_FOUND, MEMBER_CHANGED when somebody else was faster, MOBILE_TAKEN … EXTERNAL_ID_TAKEN,
 *   STORE_UNKNOWN
 */
export async function updateMember(
  ctx: Ctx,
  input: UpdateMemberInput,
): Promise<{ version: number }> {
  const { uid, changes } = input
  await checkPlaces(ctx, changes)
  if (changes.homeStoreId === null) requireHome(ctx)
  try {
    return await inTransaction(ctx, (ctx) => updateWithin(ctx, input))
  } catch (error) {
    // Taken by another transaction between the look and the write: now it can be named.
    if (isUniqueViolation(error)) await refuseTaken(ctx, changes, uid)
    throw error
  }
}

async function updateWithin(ctx: Ctx<Tx>, input: UpdateMemberInput): Promise<{ version: number }> {
  const member = await findMember(ctx, input.uid)
  if (member.version !== input.version) throw new AppError('MEMBER_CHANGED')
  const shown = shownChange(profileOf(ctx, member), input.changes)
  if (Object.keys(shown.after).length === 0) return { version: member.version }
  await applyChanges(ctx, member, input)
  await recordAudit(ctx, { action: 'member.update', ...targetOf(member), ...shown })
  await tellUpdated(ctx, member, member.status)
  return { version: member.version + 1 }
}

/**
 * Disables or enables a member. Doing it again changes nothing.
 * @returns whether it was a change
 * @throws AppError NOT_FOUND
 */
export function setMemberStatus(ctx: Ctx, input: SetMemberStatusInput): Promise<boolean> {
  const { uid, status, reason } = input
  return inTransaction(ctx, async (ctx) => {
    const member = await findMember(ctx, uid)
    const { count } = await ctx.db.member.updateMany({
      where: { id: member.id, status: { not: status } },
      data: { status, version: { increment: 1 }, updatedAt: ctx.clock.now() },
    })
    if (count === 0) return false
    await recordAudit(ctx, {
      action: 'member.setStatus',
      ...targetOf(member),
      before: { status: member.status },
      after: { status },
      reason,
    })
    await tellUpdated(ctx, member, status)
    return true
  })
}

/** What others have changed since an editor's version, the oldest first. @throws AppError NOT_FOUND */
export async function listChangesSince(
  ctx: Ctx,
  { uid, version }: MemberChangesInput,
): Promise<MemberChange[]> {
  const member = await findMember(ctx, uid)
  const missed = Math.max(0, member.version - version)
  const entries = await lastChanges(ctx, {
    target: { type: 'member', id: uid },
    actions: ['member.update', 'member.setStatus'],
    count: missed,
  })
  return entries.reverse()
}
