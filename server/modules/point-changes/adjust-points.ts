import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import { findMember } from '../members/members.service.ts'
import { answeredBefore, getBalances, type CommandKey } from '../points/points.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { lastDayOf, needsApproval, todayOf } from './change-terms.ts'
import { aboutByHand, balancesOf, giveByHand, inOwnTurn, keyOf } from './give-by-hand.ts'
import { batchOfKey, makeBatchOfOne } from './make-batch.ts'
import { freezableOf } from './set-aside.sql.ts'
import type { AdjustInput, AdjustOutcome, Standing } from './point-changes.contract.ts'

/** Where a member's points stand and what the settings say, before something is changed. @throws AppError NOT_FOUND */
export async function getStanding(
  ctx: Ctx,
  { memberUid }: { memberUid: string },
): Promise<Standing> {
  const { id, memberNo, nickname } = await findMember(ctx, memberUid)
  const settings = await getPointSettings(ctx)
  return {
    ...(await getBalances(ctx, id)),
    ...{ memberNo, nickname, freezable: await freezableOf(ctx, id) },
    today: todayOf(ctx),
    expiresOn: lastDayOf(ctx, settings, { points: 1 }),
    approvalAbove: settings.approvalAbove,
  }
}

/** What somebody has to have before a debit waits for approval. @throws AppError POINTS_INSUFFICIENT */
async function checkEnough(ctx: Ctx, memberId: number, points: number): Promise<void> {
  const { available } = await getBalances(ctx, memberId)
  if (points < 0 && available < -points)
    throw new AppError('POINTS_INSUFFICIENT', { available, wanted: -points })
}

const waitingFor = ({ body }: CommandKey, batch: { id: string; body: string }): AdjustOutcome => {
  if (batch.body !== body) throw new AppError('KEY_REUSED')
  return { kind: 'waiting', batchId: batch.id }
}

/**
 * Gives a member points by hand or takes some, with a reason; above the amount of the setting a second person
 * has to approve. The same key has one effect and one answer.
 * @throws AppError NOT_FOUND, DATE_PAST, POINTS_INSUFFICIENT, POINTS_TOO_MANY, KEY_REUSED
 */
export function adjustPoints(ctx: Ctx, input: AdjustInput): Promise<AdjustOutcome> {
  const { memberUid, points, reason } = input
  const key = keyOf(ctx, 'adjust', input)
  return inOwnTurn(ctx, async (ctx): Promise<AdjustOutcome> => {
    const { id: memberId, memberNo, homeStoreId } = await findMember(ctx, memberUid)
    const before = await batchOfKey(ctx, key)
    if (before) return waitingFor(key, before)
    const settings = await getPointSettings(ctx)
    // What was done before is answered as then, whatever day it is now.
    const isAgain = await answeredBefore(ctx, key)
    const expiresOn = isAgain ? null : lastDayOf(ctx, settings, input)
    if (!isAgain && needsApproval(settings, points)) {
      await checkEnough(ctx, memberId, points)
      const given = { key, points, expiresOn, reason }
      const { id } = await makeBatchOfOne(ctx, memberId, given)
      return { kind: 'waiting', batchId: id }
    }
    const about = aboutByHand(ctx, { business: 'manual', businessId: input.key, reason })
    const base = { memberId, about, key }
    const answer = await giveByHand(ctx, {
      command:
        points > 0
          ? { ...base, do: 'earn', points, isPending: false, expiresOn }
          : { ...base, do: 'spend', points: -points },
      record: ({ available }) => ({
        action: 'points.adjust',
        target: { type: 'member', id: memberUid, name: memberNo },
        ...(homeStoreId === null ? {} : { storeId: homeStoreId }),
        after: { points, available, ...(points > 0 ? { expiresOn } : {}) },
        reason,
      }),
    })
    invariant(answer.entryId !== null, 'a change by hand makes an entry')
    return {
      kind: 'done',
      entryId: answer.entryId,
      points: answer.points,
      ...balancesOf(answer),
    }
  })
}
