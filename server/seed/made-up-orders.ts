import { businessDate } from '../contract/dates.ts'
import type { NewOrder } from '../modules/orders/orders.service.ts'
import { makeLines } from './made-up-lines.ts'
import type { Random } from './random.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
const AMOUNT_FEN = 6_800
const AMOUNT_FEN_MAX = 5_000_000

interface Buyer {
  readonly memberId: number
  readonly storeId: number | null
  readonly registeredAt: Date
}

/** Offset of Shanghai, which has had no other since 1991: a formatter for each of ten million is slow. */
const SHANGHAI_MS = 8 * 60 * MINUTE_MS
const dayOf = (at: Date, timeZone: string): string =>
  timeZone === 'Asia/Shanghai'
    ? new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 10)
    : businessDate(at, timeZone)

/**
 * A buyer's orders from his registration to now. Most buy seldom, a few often; what they pay is long to the
 * right, as in real histories. What they buy is drawn from a stream of its own.
 */
export function makeOrders(
  { random, goods }: { random: Random; goods: Random },
  buyer: Buyer,
  { perMember, now, timeZone }: { perMember: number; now: Date; timeZone: string },
): NewOrder[] {
  const count = Math.floor(random.exponential() * perMember + random.next())
  const span = now.getTime() - buyer.registeredAt.getTime()
  return Array.from({ length: count }, (_, i) => {
    const paidAt = new Date(buyer.registeredAt.getTime() + Math.floor(random.next() * span))
    const quantity = 1 + random.below(4)
    const paidFen = Math.min(AMOUNT_FEN_MAX, Math.round(random.exponential() * AMOUNT_FEN))
    return {
      source: 'seed',
      orderNo: `S${buyer.memberId}-${i + 1}`,
      memberId: buyer.memberId,
      storeId: buyer.storeId,
      quantity,
      paidFen,
      freightFen: 0,
      paidAt,
      businessDate: dayOf(paidAt, timeZone),
      lines: makeLines(goods, { quantity, paidFen }),
    }
  })
}

export { DAY_MS }
