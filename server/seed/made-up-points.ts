import type { LedgerCommand } from '../modules/points/ledger-commands.ts'
import type { NewOrder } from '../modules/orders/orders.service.ts'
import type { Random } from './random.ts'

/** One yuan gives one point, which can be used for a year. */
const FEN_OF_A_POINT = 100
const RATE_BP = 10_000
const MONTHS = 12
/** How often points are used after they were earned. */
const USE_SHARE = 0.3
const BY = { kind: 'program', id: null, name: 'seed' } as const

/** A command and the moment in which it is booked. */
export interface MadeUpCommand {
  readonly at: Date
  readonly command: LedgerCommand
}

const nextYear = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`

/** What each line gave: together what the order gave. */
function shareLines(lines: NewOrder['lines']) {
  let fen = 0
  return lines.map(({ paidFen }, i) => {
    const before = Math.floor(fen / FEN_OF_A_POINT)
    fen += paidFen
    return { lineNo: i + 1, fen: paidFen, points: Math.floor(fen / FEN_OF_A_POINT) - before }
  })
}

function earn(memberId: number, order: NewOrder, points: number): LedgerCommand {
  const { orderNo, paidFen, paidAt, businessDate, lines } = order
  const day = nextYear(businessDate)
  return {
    ...{ do: 'earn', memberId, points, isPending: false },
    // There is a 29 February every fourth year only.
    expiresOn: day.endsWith('02-29') ? `${day.slice(0, 4)}-02-28` : day,
    about: {
      ...{ business: 'orderAward', businessId: orderNo, occurredAt: paidAt, by: BY },
      storeId: order.storeId,
      explanation: {
        ...{ kind: 'orderAward', orderNo, version: 1, rateBp: RATE_BP, factors: [] },
        ...{ earningFen: paidFen, isPending: false, confirmAfterDays: 0 },
        lines: shareLines(lines),
        validity: { kind: 'months', months: MONTHS },
      },
    },
  }
}

function expire(memberId: number, { paidAt, businessDate: asOf }: NewOrder): LedgerCommand {
  return {
    ...{ do: 'expire', memberId, asOf },
    about: {
      ...{ business: 'expiry', businessId: asOf, occurredAt: paidAt, by: BY },
      explanation: { kind: 'expired', asOf },
    },
  }
}

function spend(memberId: number, order: NewOrder, points: number): LedgerCommand {
  const { orderNo, paidAt: occurredAt, storeId } = order
  return {
    ...{ do: 'spend', memberId, points, isUpTo: true },
    about: {
      ...{ business: 'orderUse', businessId: orderNo, occurredAt, storeId, by: BY },
      explanation: { kind: 'orderUse', orderNo, wanted: points },
    },
  }
}

/**
 * What a member's orders did to his points, the latest orders first of all, about so many entries: each gives
 * some, some are paid with points, and what was not used within a year expires.
 */
export function makePoints(
  random: Random,
  memberId: number,
  { orders, entries }: { orders: readonly NewOrder[]; entries: number },
): MadeUpCommand[] {
  const latest = [...orders].sort((a, b) => +b.paidAt - +a.paidAt).slice(0, entries)
  return latest.reverse().flatMap((order) => {
    const at = order.paidAt
    const points = Math.floor(order.paidFen / FEN_OF_A_POINT)
    const used = random.chance(USE_SHARE) ? 1 + random.below(points + 50) : 0
    return [
      { at, command: expire(memberId, order) },
      ...(used > 0 ? [{ at, command: spend(memberId, order, used) }] : []),
      ...(points > 0 ? [{ at, command: earn(memberId, order, points) }] : []),
    ]
  })
}
