import { splitByWeight } from '../../contract/split.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { insertPaidOrders, orderKeyOf, type PaidOrder } from '../orders/orders.service.ts'
import { awardOrder, expiryOf, type LedgerCommand } from '../points/points.service.ts'
import { answerFor, balanceAfter, doneOf, NO_POINTS, planEach, postFor } from './order-case.ts'
import type { Desk, Turn, TurnOutcome } from './order-case.ts'
import type { LinePoints, NotAwarded, PaidEvent } from './order-events.contract.ts'

const FEN_MAX = 2_000_000_000

interface Plan {
  readonly turn: Turn<PaidEvent>
  readonly order: PaidOrder & { readonly memberId: number }
  readonly award: ReturnType<typeof awardOrder>
  readonly notAwarded: NotAwarded | null
  readonly expiresOn: string | null
}

/** What an order is, and gives. @throws AppError NO_SUCH_MEMBER, ORDER_TOO_LARGE, ORDER_EXISTS */
function plan({ ctx, settings }: Desk, turn: Turn<PaidEvent>): Plan {
  const { event, member, at, occurredAt, storeId } = turn
  if (at.order) throw new AppError('ORDER_EXISTS', { orderNo: event.orderNo })
  if (!member) throw new AppError('NO_SUCH_MEMBER')
  const paidFen = event.lines.reduce((sum, line) => sum + line.paidFen, 0)
  if (paidFen > FEN_MAX) throw new AppError('ORDER_TOO_LARGE', { maxFen: FEN_MAX })
  const businessDate = businessDateOf(ctx.zone, occurredAt)
  const earning = event.lines.map(({ paidFen, earnsPoints }, i) => ({
    ...{ lineNo: i + 1, earningFen: earnsPoints ? paidFen : 0 },
  }))
  const { rateBp, validity } = settings.award
  const award = awardOrder(earning, { rateBp, factors: [] })
  const order = {
    ...{ source: at.trail.source, orderNo: event.orderNo, memberId: member.id, storeId },
    ...{ paidFen, freightFen: event.freightFen, paidAt: occurredAt, businessDate },
    quantity: event.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    lines: event.lines.map(({ earnsPoints: _, ...line }) => line),
  }
  const notAwarded =
    member.status !== 'active'
      ? 'memberDisabled'
      : award.earningFen === 0
        ? 'nothingEarns'
        : award.points === 0
          ? 'rateZero'
          : null
  return { turn, order, award, notAwarded, expiresOn: expiryOf(businessDate, validity) }
}

const aboutOf = ({ turn, order }: Plan) => ({
  businessId: order.orderNo,
  occurredAt: turn.occurredAt,
  storeId: order.storeId,
  by: turn.by,
})

function useCommand(planned: Plan, isHeld: boolean): LedgerCommand[] {
  const { turn, order } = planned
  const { points } = turn.event
  if (!points) return []
  const { memberId, orderNo } = order
  const about = {
    ...{ ...aboutOf(planned), business: 'orderUse' as const },
    explanation: { kind: 'orderUse' as const, orderNo, wanted: points.used },
  }
  const { holdId, used } = points
  if (isHeld && holdId !== undefined)
    return [{ do: 'settle', memberId, about, holdId, points: used }]
  return [{ do: 'spend', memberId, about, points: used, isUpTo: true }]
}

function awardCommand({ settings }: Desk, planned: Plan): LedgerCommand[] {
  const { order, award, notAwarded, expiresOn } = planned
  if (notAwarded !== null) return []
  const { version, award: rule } = settings
  const { rateBp, validity, isPending, confirmAfterDays } = rule
  const explanation = {
    ...{ kind: 'orderAward' as const, orderNo: order.orderNo, version, rateBp, factors: [] },
    ...{ earningFen: award.earningFen, lines: award.lines },
    ...{ validity, isPending, confirmAfterDays },
  }
  const about = { ...aboutOf(planned), business: 'orderAward' as const, explanation }
  const { memberId } = order
  return [{ do: 'earn', memberId, about, points: award.points, isPending, expiresOn }]
}

/** Commands that let a hold go which can't be settled: more is used than it holds. */
const releaseCommand = (planned: Plan): LedgerCommand[] => {
  const holdId = planned.turn.event.points?.holdId
  const explanation = {
    ...{ kind: 'orderUse' as const, orderNo: planned.order.orderNo },
    wanted: planned.turn.event.points?.used ?? 0,
  }
  const about = { ...aboutOf(planned), business: 'orderUse' as const, explanation }
  const { memberId } = planned.order
  return holdId === undefined
    ? []
    : [{ do: 'release', memberId, about, holdId, status: 'released' as const }]
}

/**
 * Uses the points that orders name. A hold that has run out, or is too small for them, is let go, and what can
 * be used is taken: the money was taken for the rest already, so what is missing is said, not refused.
 */
async function usePoints({ ctx }: Desk, plans: readonly Plan[]) {
  const first = await postFor(
    ctx,
    plans.map((one) => useCommand(one, true)),
  )
  const again = plans.map((planned, i): LedgerCommand[] => {
    const outcome = first[i]?.[0]
    return outcome && 'refusal' in outcome
      ? [...releaseCommand(planned), ...useCommand(planned, false)]
      : []
  })
  const second = again.some(({ length }) => length > 0) ? await postFor(ctx, again) : []
  return plans.map((_, i) => {
    const last = second[i]?.at(-1) ?? first[i]?.[0]
    return last && doneOf(last)
  })
}

/** Each line with its share of what the order gives and uses. */
function linesOf({ turn, award }: Plan, used: number, awarded: boolean): LinePoints[] {
  const { lines } = turn.event
  const usedShares = splitByWeight(
    used,
    lines.map(({ paidFen }) => paidFen),
  )
  return lines.map(({ quantity, paidFen, earnsPoints }, i) => ({
    ...{ lineNo: i + 1, quantity, paidFen, earningFen: earnsPoints ? paidFen : 0 },
    awarded: awarded ? (award.lines[i]?.points ?? 0) : 0,
    used: usedShares[i] ?? 0,
    ...{ refundedFen: 0, refundedQuantity: 0 },
  }))
}

/**
 * Orders that were paid: points that they use are taken, what they give is awarded, and both are split over
 * their lines for refunds to come. A disabled member's order is recorded and gives nothing.
 *
 * Refusals: NO_SUCH_MEMBER, ORDER_TOO_LARGE, ORDER_EXISTS
 */
export async function applyPaid(
  desk: Desk,
  turns: readonly Turn<PaidEvent>[],
): Promise<TurnOutcome[]> {
  const planned = planEach(turns, (turn) => plan(desk, turn))
  const plans = planned.flatMap((one) => (one instanceof AppError ? [] : one))
  const { ctx, settings, rollUps } = desk
  const ids = await insertPaidOrders(
    ctx,
    plans.map(({ order }) => order),
  )
  const uses = await usePoints(desk, plans)
  const awards = await postFor(
    ctx,
    plans.map((one) => awardCommand(desk, one)),
  )
  const isBooked = settings.bookOrdersAt === 'paid'
  const answers = plans.map((one, i): TurnOutcome => {
    const { turn, order, expiresOn, notAwarded } = one
    const { at } = turn
    const id = ids.get(orderKeyOf(order))
    // Its trail is locked and says that nobody told of it, but a file may bring it at this moment.
    if (id === undefined) throw new AppError('ORDER_EXISTS', { orderNo: order.orderNo })
    const [use, award] = [uses[i], awards[i]?.[0] && doneOf(awards[i][0])]
    const used = use ? Math.abs(use.points) : 0
    const uncovered = (turn.event.points?.used ?? 0) - used
    const isLater = settings.award.isPending
    const { source, orderNo, memberId, storeId, paidFen, businessDate } = order
    Object.assign(at.trail, {
      ...{ orderId: id, memberId, used, uncovered, notAwarded },
      ...{ awardEntryId: award?.entryId ?? null, awardLotId: award?.lotId ?? null },
      ...{ awarded: award?.points ?? 0, useEntryId: use?.entryId ?? null },
      confirmDays: award && isLater ? settings.award.confirmAfterDays : null,
      lines: linesOf(one, used, award !== undefined),
    })
    at.order = {
      ...{ id, source, orderNo, memberId, storeId, paidFen, businessDate, isBooked },
      ...{ status: 'paid', refundedFen: 0, completedAt: null },
    }
    at.isChanged = true
    if (isBooked) rollUps.push({ memberId, businessDate, orderCount: 1, spendFen: paidFen })
    const points = { ...NO_POINTS, awarded: award?.points ?? 0, used, uncovered }
    const balance = balanceAfter(award ?? use)
    const until = award ? expiresOn : null
    return { answer: answerFor(at, { points, expiresOn: until, notAwarded, balance }) }
  })
  const inTurn = answers[Symbol.iterator]()
  return planned.map((one): TurnOutcome => {
    if (one instanceof AppError) return { refusal: one }
    const next = inTurn.next()
    if (next.done) throw new AppError('INTERNAL')
    return next.value
  })
}
