import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import {
  getBalances,
  pointBusiness,
  tryCommand,
  type LedgerCommand,
} from '../points/points.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { leftToReverse, whyNotReversible } from './reversible.contract.ts'
import { aboutByHand, balancesOf, giveByHand, inOwnTurn, keyOf } from './give-by-hand.ts'
import type {
  ReversalInput,
  ReversalPreview,
  ReverseEntryInput,
  ReverseOutcome,
} from './point-changes.contract.ts'

/**
 * An entry that can be taken back by hand, and what is left of it.
 * @throws AppError NOT_FOUND, NOT_REVERSIBLE
 */
async function findReversible(ctx: Ctx, entryId: string) {
  const entry = await ctx.db.pointEntry.findUnique({
    where: { id: entryId },
    include: {
      member: { select: { uid: true, memberNo: true, nickname: true, homeStoreId: true } },
    },
  })
  if (!entry || !seesStore(ctx, entry.member.homeStoreId)) throw new AppError('NOT_FOUND')
  const business = pointBusiness.parse(entry.business)
  const before = await ctx.db.pointEntry.findMany({
    where: { reverses: entryId },
    select: { points: true, forgone: true },
  })
  const left = leftToReverse(entry.points, before)
  const why = whyNotReversible({ ...entry, business, isReversal: entry.reverses !== null, left })
  // Of nothing that is left the ledger says that it is nothing.
  if (why !== undefined && why !== 'nothingLeft') throw new AppError('NOT_REVERSIBLE')
  return { ...entry, business, left }
}

type Reversible = Awaited<ReturnType<typeof findReversible>>

async function commandOf(
  ctx: Ctx,
  { id, memberId, business, businessId, left }: Reversible,
  { points, reason }: { points: number | null; reason: string },
): Promise<Extract<LedgerCommand, { do: 'reverse' }>> {
  const { shortfall } = await getPointSettings(ctx)
  const about = aboutByHand(ctx, { business, businessId, reason })
  return {
    do: 'reverse',
    memberId,
    about,
    entryId: id,
    points: points ?? Math.max(1, left),
    shortfall,
  }
}

/**
 * What taking an entry back would do: from which lots, and what would be owed. Changes nothing.
 * @throws AppError NOT_FOUND, NOT_REVERSIBLE, POINTS_TAKEN_BACK, POINTS_RETURNED
 */
export function previewReversal(ctx: Ctx, input: ReversalInput): Promise<ReversalPreview> {
  return inTransaction(ctx, async (ctx) => {
    const entry = await findReversible(ctx, input.entryId)
    const before = await getBalances(ctx, entry.memberId)
    const command = await commandOf(ctx, entry, { points: input.points, reason: '-' })
    const { answer, lots } = await tryCommand(ctx, command)
    const { uid, memberNo, nickname } = entry.member
    return {
      ...balancesOf(answer),
      ...{ memberUid: uid, memberNo, nickname, entryPoints: entry.points, left: entry.left },
      ...{ points: answer.points, forgone: answer.forgone, lots },
      ...{ availableBefore: before.available, debtBefore: before.debt },
    }
  })
}

/**
 * Takes an entry back, in part or whole, with a reason. What is spent already is owed or forgone, by the setting.
 * @throws AppError NOT_FOUND, NOT_REVERSIBLE, POINTS_TAKEN_BACK, POINTS_RETURNED, KEY_REUSED
 */
export function reverseEntry(ctx: Ctx, input: ReverseEntryInput): Promise<ReverseOutcome> {
  const key = keyOf(ctx, 'reverse', input)
  const { reason } = input
  return inOwnTurn(ctx, async (ctx) => {
    const entry = await findReversible(ctx, input.entryId)
    const { uid, memberNo, homeStoreId } = entry.member
    const answer = await giveByHand(ctx, {
      command: { ...(await commandOf(ctx, entry, input)), key },
      record: ({ points, forgone, available, debt }) => ({
        action: 'points.reverse',
        target: { type: 'member', id: uid, name: memberNo },
        ...(homeStoreId === null ? {} : { storeId: homeStoreId }),
        after: { entryId: entry.id, points, forgone, available, debt },
        reason,
      }),
    })
    const { entryId, points, forgone } = answer
    invariant(entryId !== null, 'taking back makes an entry')
    return { entryId, points, forgone, ...balancesOf(answer) }
  })
}
