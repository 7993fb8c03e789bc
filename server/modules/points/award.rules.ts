import { addMonths } from '../../contract/dates.ts'
import { splitByWeight } from '../../contract/split.ts'
import type { Validity } from '../settings/point-settings.contract.ts'

const BASIS_POINTS = 10_000n
const FEN_OF_A_YUAN = 100n

/** A line of an order, and what of it earns. */
export interface EarningLine {
  readonly lineNo: number
  readonly earningFen: number
}

export interface AwardRate {
  /** Points for one yuan, in basis points. */
  readonly rateBp: number
  /** Each in basis points; they multiply. */
  readonly factors: readonly { readonly name: string; readonly bp: number }[]
}

/**
 * What an amount gives: floor(fen × rate × factors), computed once on exact integers.
 * Source: design, "Rounding and stacking".
 */
export function awardOf(fen: number, { rateBp, factors }: AwardRate): number {
  const above = factors.reduce((all, { bp }) => all * BigInt(bp), BigInt(fen) * BigInt(rateBp))
  const below = FEN_OF_A_YUAN * BASIS_POINTS ** BigInt(1 + factors.length)
  return Number(above / below)
}

/** What an order gives, and each line's share of it by largest remainder. */
export function awardOrder(lines: readonly EarningLine[], rate: AwardRate) {
  const earningFen = lines.reduce((sum, line) => sum + line.earningFen, 0)
  const points = awardOf(earningFen, rate)
  const shares = splitByWeight(
    points,
    lines.map((line) => line.earningFen),
  )
  return {
    ...{ points, earningFen },
    lines: lines.map(({ lineNo, earningFen: fen }, i) => ({
      ...{ lineNo, fen },
      points: shares[i] ?? 0,
    })),
  }
}

/** Last business date on which points earned on a day can be used; null is for ever. */
export function expiryOf(earnedOn: string, validity: Validity): string | null {
  switch (validity.kind) {
    case 'never':
      return null
    case 'months':
      return addMonths(earnedOn, validity.months)
    case 'yearEnd':
      return `${Number(earnedOn.slice(0, 4)) + validity.years}-12-31`
  }
}
