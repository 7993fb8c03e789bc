import { addDays } from '../../contract/dates.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import type { LedgerCommand } from '../points/points.service.ts'
import {
  answerFor,
  balanceAfter,
  doneOf,
  NO_POINTS,
  postFor,
  type Desk,
  type OrderCase,
  type Turn,
  type TurnOutcome,
} from './order-case.ts'

type Completed = Pick<Turn, 'at' | 'occurredAt' | 'by'>

/** Counts an order in its member's days and totals, unless it counts already or nothing of it is left. */
function book({ rollUps }: Desk, { order, trail }: OrderCase): void {
  if (!order || order.isBooked || order.status === 'refunded') return
  order.isBooked = true
  if (trail.memberId === null) return
  rollUps.push({
    memberId: trail.memberId,
    businessDate: order.businessDate,
    orderCount: 1,
    spendFen: order.paidFen - order.refundedFen,
  })
}

/** Confirms what an order gave, if its day has come; otherwise that day is noted. */
function confirmCommand(desk: Desk, { at, occurredAt, by }: Completed): LedgerCommand[] {
  const { trail, order } = at
  const { confirmDays, awardLotId, memberId, awarded, takenBack } = trail
  if (confirmDays === null || awardLotId === null || memberId === null) return []
  const completedOn = businessDateOf(desk.ctx.zone, occurredAt)
  const day = addDays(completedOn, confirmDays)
  if (awarded === takenBack || day > desk.today) {
    trail.confirmOn = awarded === takenBack ? null : day
    return []
  }
  trail.confirmOn = null
  trail.confirmDays = null
  const { orderNo } = trail
  const about = {
    ...{ business: 'orderAward' as const, businessId: orderNo, occurredAt, by },
    storeId: order?.storeId ?? null,
    explanation: { kind: 'confirmed' as const, orderNo, completedOn, days: confirmDays },
  }
  return [{ do: 'confirm', memberId, about, lotId: awardLotId }]
}

/**
 * Orders that were completed count from now on, and what they gave can be used, at once or after the days of
 * the rule that gave it. An order that is completed already changes nothing.
 */
export async function applyCompleted(
  desk: Desk,
  turns: readonly Completed[],
): Promise<TurnOutcome[]> {
  const commands = turns.map((turn): LedgerCommand[] => {
    const { at, occurredAt } = turn
    const { order } = at
    if (!order || order.completedAt !== null) return []
    order.completedAt = occurredAt
    if (order.status === 'paid') order.status = 'completed'
    at.isChanged = true
    book(desk, at)
    return confirmCommand(desk, turn)
  })
  const outcomes = await postFor(desk.ctx, commands)
  return turns.map(({ at }, i) => {
    const [outcome] = outcomes[i] ?? []
    const answer = outcome && doneOf(outcome)
    const points = { ...NO_POINTS, confirmed: answer?.points ?? 0 }
    return { answer: answerFor(at, { points, balance: balanceAfter(answer) }) }
  })
}
