import { AppError } from '../../kernel/app-error.ts'
import type { LedgerCommand } from '../points/points.service.ts'
import {
  answerFor,
  balanceAfter,
  doneOf,
  NO_POINTS,
  owedBy,
  planEach,
  postFor,
} from './order-case.ts'
import type { Desk, Turn, TurnOutcome } from './order-case.ts'
import type { RefundedEvent } from './order-events.contract.ts'
import { isAllRefunded, refundLines, type LineRefund } from './refund.rules.ts'

interface Plan {
  readonly turn: Turn<RefundedEvent>
  readonly refunds: readonly LineRefund[]
  readonly refundedFen: number
  readonly takenBack: number
  readonly givenBack: number
}

const sum = (refunds: readonly LineRefund[], of: 'fen' | 'takenBack' | 'givenBack'): number =>
  refunds.reduce((total, refund) => total + refund[of], 0)

/** Changes the order in memory; the points follow. @throws AppError REFUND_… */
function plan({ rollUps }: Desk, turn: Turn<RefundedEvent>): Plan {
  const { at, event } = turn
  const { trail, order } = at
  if (!order) throw new AppError('NOT_FOUND')
  const wasWhole = order.status === 'refunded'
  const { lines, refunds } = refundLines(trail.lines, event.lines)
  const refundedFen = sum(refunds, 'fen')
  trail.lines = lines
  order.refundedFen += refundedFen
  if (isAllRefunded(lines)) order.status = 'refunded'
  at.isChanged = true
  if (order.isBooked && trail.memberId !== null) {
    const { memberId } = trail
    const orderCount = !wasWhole && order.status === 'refunded' ? -1 : 0
    const { businessDate } = order
    rollUps.push({ memberId, businessDate, orderCount, spendFen: -refundedFen })
  }
  const [takenBack, givenBack] = [sum(refunds, 'takenBack'), sum(refunds, 'givenBack')]
  return { turn, refunds, refundedFen, takenBack, givenBack }
}

/** Gives back before it takes: what comes back can pay for what goes. */
function commandsOf({ settings }: Desk, planned: Plan): LedgerCommand[] {
  const { turn, refunds, refundedFen, takenBack, givenBack } = planned
  const { at, event, occurredAt, by } = turn
  const { memberId, useEntryId, awardEntryId, used, awarded, orderNo } = at.trail
  if (memberId === null) return []
  const { refundNo } = event
  const part = (
    business: 'orderUse' | 'orderAward',
    of: 'givenBack' | 'takenBack',
    whole: number,
  ) => ({
    ...{ business, businessId: orderNo, occurredAt, by },
    storeId: at.order?.storeId ?? null,
    explanation: {
      ...{ kind: 'refund' as const, orderNo, refundNo, refundedFen },
      lines: refunds.map(({ lineNo, fen, ...each }) => ({ lineNo, fen, points: each[of] })),
      ...{ before: at.trail[of], of: whole },
    },
  })
  const { shortfall } = settings
  const back: LedgerCommand[] =
    useEntryId === null || givenBack === 0
      ? []
      : [
          {
            ...{ do: 'reverse', memberId, entryId: useEntryId, points: givenBack, shortfall },
            about: part('orderUse', 'givenBack', used),
          },
        ]
  const taken: LedgerCommand[] =
    awardEntryId === null || takenBack === 0
      ? []
      : [
          {
            ...{ do: 'reverse', memberId, entryId: awardEntryId, points: takenBack, shortfall },
            about: part('orderAward', 'takenBack', awarded),
          },
        ]
  return [...back, ...taken]
}

/**
 * Refunds, in part or whole, any number of them: the points that the refunded lines used go back to the lots
 * they came from, and what these lines gave is taken back, replaying the split that was recorded when the
 * order was paid. What is spent already is owed or forgone, by the setting. Spend is taken off the day of the
 * order.
 *
 * Refusals: REFUND_LINE_UNKNOWN, REFUND_TOO_LARGE, REFUND_EMPTY
 */
export async function applyRefunded(
  desk: Desk,
  turns: readonly Turn<RefundedEvent>[],
): Promise<TurnOutcome[]> {
  const planned = planEach(turns, (turn) => plan(desk, turn))
  const commands = planned.map((one) => (one instanceof AppError ? [] : commandsOf(desk, one)))
  const outcomes = await postFor(desk.ctx, commands)
  return planned.map((one, i): TurnOutcome => {
    if (one instanceof AppError) return { refusal: one }
    const { takenBack, givenBack, turn } = one
    const { at } = turn
    const answers = (outcomes[i] ?? []).map(doneOf)
    at.trail.takenBack += takenBack
    at.trail.givenBack += givenBack
    if (at.trail.takenBack === at.trail.awarded) at.trail.confirmOn = null
    const forgone = answers.reduce((total, answer) => total + answer.forgone, 0)
    const points = { ...NO_POINTS, takenBack, forgone, givenBack }
    // An award that is not confirmed is taken from its own lot, which has all of it.
    const owed = at.trail.confirmDays === null ? owedBy(answers.at(-1)) : 0
    return { answer: answerFor(at, { points, balance: balanceAfter(answers.at(-1)) }), owed }
  })
}
