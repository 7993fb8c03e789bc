import type { Ctx, Tx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import { findMember } from '../members/members.service.ts'
import { answeredBefore, type Balances, type LedgerAnswer } from '../points/points.service.ts'
import { aboutByHand, balancesOf, giveByHand, inOwnTurn, keyOf } from './give-by-hand.ts'
import { freezableOf, lockPoints } from './set-aside.sql.ts'
import {
  setAsideRow,
  type FreezeInput,
  type FreezeOutcome,
  type ListSetAsideInput,
  type ReleaseHoldInput,
  type SetAsidePage,
  type UnfreezeInput,
} from './point-changes.contract.ts'

/**
 * Sets points of a member aside, so that nobody can use them: some, or all that can be used or is pending.
 * @throws AppError NOT_FOUND, NOTHING_TO_FREEZE, POINTS_INSUFFICIENT, KEY_REUSED
 */
export function freezePoints(ctx: Ctx, input: FreezeInput): Promise<FreezeOutcome> {
  const { memberUid, reason } = input
  const key = keyOf(ctx, 'freeze', input)
  return inOwnTurn(ctx, async (ctx) => {
    const { id: memberId, memberNo, homeStoreId } = await findMember(ctx, memberUid)
    await lockPoints(ctx, memberId)
    const points = input.points ?? (await freezableOf(ctx, memberId))
    if (points === 0 && !(await answeredBefore(ctx, key))) throw new AppError('NOTHING_TO_FREEZE')
    const about = aboutByHand(ctx, { business: 'freeze', businessId: input.key, reason })
    const answer = await giveByHand(ctx, {
      command: { do: 'freeze', memberId, about, key, points, expiresAt: null },
      record: ({ frozen }) => ({
        action: 'points.freeze',
        target: { type: 'member', id: memberUid, name: memberNo },
        ...(homeStoreId === null ? {} : { storeId: homeStoreId }),
        after: { points, frozen },
        reason,
      }),
    })
    invariant(answer.holdId !== null, 'a freeze has an id')
    return { holdId: answer.holdId, ...balancesOf(answer) }
  })
}

/** Points set aside of a member whom the actor sees. @throws AppError NOT_FOUND */
async function findSetAside(ctx: Ctx<Tx>, id: string, kind: 'order' | 'freeze') {
  const hold = await ctx.db.pointHold.findUnique({
    where: { id },
    include: { member: { select: { uid: true, memberNo: true, homeStoreId: true } } },
  })
  if (hold?.kind !== kind || !seesStore(ctx, hold.member.homeStoreId))
    throw new AppError('NOT_FOUND')
  return hold
}

/**
 * Lets frozen points go, some or all.
 * @throws AppError NOT_FOUND, HOLD_CLOSED, HOLD_TOO_SMALL, KEY_REUSED
 */
export function unfreezePoints(ctx: Ctx, input: UnfreezeInput): Promise<Balances> {
  const key = keyOf(ctx, 'unfreeze', input)
  const { holdId, points, reason } = input
  return inOwnTurn(ctx, async (ctx) => {
    const { memberId, member, businessId } = await findSetAside(ctx, holdId, 'freeze')
    const about = aboutByHand(ctx, { business: 'freeze', businessId, reason })
    const base = { memberId, about, key, holdId }
    const answer = await giveByHand(ctx, {
      command:
        points === null
          ? { ...base, do: 'release', status: 'released' }
          : { ...base, do: 'unfreeze', points },
      record: recordOf(member, { action: 'points.unfreeze', points, reason }),
    })
    return balancesOf(answer)
  })
}

const recordOf =
  (
    { uid, memberNo, homeStoreId }: { uid: string; memberNo: string; homeStoreId: number | null },
    given: {
      action: 'points.unfreeze' | 'points.releaseHold'
      points: number | null
      orderNo?: string
      reason: string
    },
  ) =>
  ({ available, frozen, held }: LedgerAnswer) => ({
    action: given.action,
    target: { type: 'member' as const, id: uid, name: memberNo },
    ...(homeStoreId === null ? {} : { storeId: homeStoreId }),
    after: {
      ...(given.points === null ? {} : { points: given.points }),
      ...(given.orderNo === undefined ? {} : { orderNo: given.orderNo }),
      ...{ available, held, frozen },
    },
    reason: given.reason,
  })

/**
 * Lets the points of an order go that is not going to be paid. The mall can't settle it afterwards.
 * @throws AppError NOT_FOUND, HOLD_CLOSED, KEY_REUSED
 */
export function releaseHold(ctx: Ctx, input: ReleaseHoldInput): Promise<Balances> {
  const key = keyOf(ctx, 'release', input)
  const { holdId, reason } = input
  return inOwnTurn(ctx, async (ctx) => {
    const { memberId, member, businessId: orderNo } = await findSetAside(ctx, holdId, 'order')
    const about = aboutByHand(ctx, { business: 'orderUse', businessId: orderNo, reason })
    const answer = await giveByHand(ctx, {
      command: { do: 'release', status: 'released', memberId, about, key, holdId },
      record: recordOf(member, { action: 'points.releaseHold', points: null, orderNo, reason }),
    })
    return balancesOf(answer)
  })
}

function conditionsOf(
  { actor }: Ctx,
  { keyword, kind, memberUid }: ListSetAsideInput,
): Prisma.PointHoldWhereInput {
  const { scope } = actor
  return {
    status: 'open',
    ...(kind ? { kind } : {}),
    AND: [
      scope.kind === 'all' ? {} : { member: { homeStoreId: { in: [...scope.storeIds] } } },
      memberUid === undefined ? {} : { member: { uid: memberUid } },
      keyword === ''
        ? {}
        : { OR: [{ member: { memberNo: keyword } }, { kind: 'order', businessId: keyword }] },
    ],
  }
}

/** Points that are set aside now, of all members whom the actor sees. */
export async function listSetAside(ctx: Ctx, input: ListSetAsideInput): Promise<SetAsidePage> {
  const { pageNo, pageSize, order } = input
  const where = conditionsOf(ctx, input)
  const [total, rows] = await Promise.all([
    ctx.db.pointHold.count({ where }),
    ctx.db.pointHold.findMany({
      where,
      include: { member: { select: { uid: true, memberNo: true, nickname: true } } },
      // Ids are in the order of time.
      orderBy: { id: order },
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  const parts = await ctx.db.pointHoldPart.groupBy({
    by: ['holdId'],
    where: { holdId: { in: rows.map(({ id }) => id) } },
    _sum: { points: true },
  })
  const left = new Map(parts.map(({ holdId, _sum }) => [holdId, _sum.points ?? 0]))
  const list = rows.map(({ member, ...hold }) =>
    setAsideRow.parse({
      ...hold,
      ...{ memberUid: member.uid, memberNo: member.memberNo, nickname: member.nickname },
      points: left.get(hold.id) ?? 0,
      openedPoints: hold.points,
      orderNo: hold.kind === 'order' ? hold.businessId : null,
      createdAt: hold.createdAt.getTime(),
      expiresAt: hold.expiresAt?.getTime() ?? null,
    }),
  )
  return { total, list }
}
