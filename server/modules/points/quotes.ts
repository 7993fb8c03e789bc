import { splitByWeight } from '../../contract/split.ts'
import type { Ctx } from '../../db/context.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import type { StoredPointSettings } from '../settings/point-settings.contract.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { getMemberPoints } from './account.queries.ts'
import { awardOrder, expiryOf } from './award.rules.ts'
import { deduct, mostDeductible, type Use } from './deduction.rules.ts'
import { giveCommand } from './give-command.ts'
import { doerOf } from './ledger-commands.ts'
import { answeredBefore } from './post-commands.ts'
import { activeMember, memberOf, toAnswer, type PartnerCaller } from './partner-points.ts'
import type {
  Basket,
  CommandAnswer,
  HoldAnswer,
  HoldRequest,
  HoldState,
  Quote,
} from './partner-points.contract.ts'
import { HOLD_STATUSES } from './books.rules.ts'

const MINUTE_MS = 60_000

const amountOf = ({ lines }: Pick<Basket, 'lines'>): number =>
  lines.reduce((sum, { amountFen }) => sum + amountFen, 0)

/** What is left to pay of each line, and what the order will give. */
function priceLines(
  { award }: StoredPointSettings,
  { lines }: Basket,
  { use, today }: { use: Use | null; today: string },
): Pick<Quote, 'lines' | 'award'> {
  const amounts = lines.map(({ amountFen }) => amountFen)
  const fen = splitByWeight(use?.fen ?? 0, amounts)
  const points = splitByWeight(use?.points ?? 0, amounts)
  const priced = lines.map(({ amountFen }, i) => ({
    payFen: amountFen - (fen[i] ?? 0),
    points: points[i] ?? 0,
  }))
  const earning = lines.map(({ earnsPoints }, i) => ({
    lineNo: i + 1,
    earningFen: earnsPoints ? (priced[i]?.payFen ?? 0) : 0,
  }))
  const given = awardOrder(earning, { rateBp: award.rateBp, factors: [] })
  const { isPending, validity } = award
  return {
    lines: priced,
    award: { points: given.points, isPending, expiresOn: expiryOf(today, validity) },
  }
}

/**
 * What a basket can take of a member's points and what it will give. Promises nothing: a hold does.
 * @throws AppError NO_SUCH_MEMBER
 */
export async function quoteBasket(ctx: Ctx, basket: Basket): Promise<Quote> {
  const [member, settings, { available }] = await Promise.all([
    memberOf(ctx, basket.memberUid),
    getPointSettings(ctx),
    getMemberPoints(ctx, basket.memberUid),
  ])
  const amountFen = amountOf(basket)
  const isOn = settings.deduction.isOn && member.status === 'active'
  const deduction = { ...settings.deduction, isOn }
  const order = { amountFen, available }
  const use = basket.points === undefined ? null : (deduct(deduction, order, basket.points) ?? null)
  const { pointsMin, pointsForOneYuan } = deduction
  const today = businessDateOf(ctx.zone, ctx.clock.now())
  return {
    ...{ amountFen, available, most: mostDeductible(deduction, order) },
    ...{ pointsMin, pointsForOneYuan, use },
    ...priceLines(settings, basket, { use, today }),
  }
}

/** What an order takes, whatever the member has: that the ledger decides. @throws AppError DEDUCTION_… */
function useOf({ deduction }: StoredPointSettings, request: HoldRequest): Use {
  const order = { amountFen: amountOf(request), available: request.points }
  const use = deduct(deduction, order, request.points)
  if (use) return use
  const most = mostDeductible(deduction, { ...order, available: Number.MAX_SAFE_INTEGER })
  if (most.points === 0) throw new AppError('DEDUCTION_NONE')
  throw new AppError('DEDUCTION_REFUSED', { min: deduction.pointsMin, max: most.points })
}

/**
 * Sets points aside for an order until it is paid. Points that would not pay a whole fen stay with the member.
 * @throws AppError NO_SUCH_MEMBER, MEMBER_DISABLED, DEDUCTION_NONE, DEDUCTION_REFUSED, POINTS_INSUFFICIENT
 */
export async function holdForOrder(
  ctx: Ctx,
  request: HoldRequest,
  { key, storeId }: PartnerCaller,
): Promise<HoldAnswer> {
  const before = await answeredBefore(ctx, key)
  const member = before
    ? await memberOf(ctx, request.memberUid)
    : await activeMember(ctx, request.memberUid)
  const settings = await getPointSettings(ctx)
  const { orderNo } = request
  // What was held before stays as it was, also when the rules have changed since.
  const use = before ? { points: 1, fen: 0 } : useOf(settings, request)
  const now = ctx.clock.now()
  const minutes = request.minutes ?? settings.deduction.holdMinutes
  const expiresAt = new Date(now.getTime() + minutes * MINUTE_MS)
  const answer = await giveCommand(ctx, {
    ...{ do: 'hold', memberId: member.id, key, points: use.points, expiresAt },
    about: {
      ...{ business: 'orderUse', businessId: orderNo, storeId, occurredAt: now },
      by: doerOf(ctx.actor),
      explanation: {
        ...{ kind: 'hold', orderNo },
        ...{ amountFen: amountOf(request), deductionFen: use.fen },
      },
    },
  })
  const hold = await ctx.db.pointHold.findUniqueOrThrow({ where: { id: answer.holdId ?? '' } })
  const { pointsForOneYuan } = settings.deduction
  return {
    ...{ holdId: hold.id, points: hold.points },
    fen: Math.floor((hold.points * 100) / pointsForOneYuan),
    expiresAt: hold.expiresAt?.toISOString() ?? '',
    balance: toAnswer(answer).balance,
  }
}

/** A hold of a member whom the actor sees. @throws AppError NOT_FOUND */
async function findHold(ctx: Ctx, holdId: string) {
  const hold = await ctx.db.pointHold.findUnique({
    where: { id: holdId },
    include: { member: { select: { uid: true, homeStoreId: true } } },
  })
  if (hold?.kind !== 'order' || !seesStore(ctx, hold.member.homeStoreId))
    throw new AppError('NOT_FOUND')
  return hold
}

/** Where a hold stands. @throws AppError NOT_FOUND */
export async function getHold(ctx: Ctx, holdId: string): Promise<HoldState> {
  const hold = await findHold(ctx, holdId)
  const status = HOLD_STATUSES.find((one) => one === hold.status) ?? 'open'
  return {
    ...{ holdId: hold.id, memberUid: hold.member.uid, orderNo: hold.businessId, status },
    ...{ points: hold.points, createdAt: hold.createdAt.toISOString() },
    expiresAt: hold.expiresAt?.toISOString() ?? null,
    endedAt: hold.endedAt?.toISOString() ?? null,
  }
}

/**
 * Ends a hold: lets it go, or takes some or all of it and lets the rest go. Of two who end it one succeeds.
 * @param points to take; none lets it go
 * @throws AppError NOT_FOUND, HOLD_CLOSED, HOLD_TOO_SMALL
 */
export async function endHold(
  ctx: Ctx,
  { holdId, points }: { holdId: string; points?: number },
  { key, storeId }: PartnerCaller,
): Promise<CommandAnswer> {
  const { memberId, businessId: orderNo } = await findHold(ctx, holdId)
  const about = {
    ...{ business: 'orderUse' as const, businessId: orderNo, storeId },
    ...{ occurredAt: ctx.clock.now(), by: doerOf(ctx.actor) },
    explanation: { kind: 'orderUse' as const, orderNo, wanted: points ?? 0 },
  }
  const base = { memberId, about, key, holdId }
  return toAnswer(
    await giveCommand(
      ctx,
      points === undefined
        ? { ...base, do: 'release', status: 'released' }
        : { ...base, do: 'settle', points },
    ),
  )
}
