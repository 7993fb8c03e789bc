import type { PointSettings } from '../settings/point-settings.contract.ts'

const FEN_OF_A_YUAN = 100n

type Deduction = Omit<PointSettings['deduction'], 'holdMinutes'>

/** Points that are used, and what they are worth. */
export interface Use {
  readonly points: number
  readonly fen: number
}

const NOTHING: Use = { points: 0, fen: 0 }

/** What points are worth, in whole fen. */
const fenOf = (points: number, pointsForOneYuan: number): number =>
  Number((BigInt(points) * FEN_OF_A_YUAN) / BigInt(pointsForOneYuan))

/** The fewest points that are worth so much. */
const pointsFor = (fen: number, pointsForOneYuan: number): number => {
  const exact = BigInt(fen) * BigInt(pointsForOneYuan)
  return Number((exact + FEN_OF_A_YUAN - 1n) / FEN_OF_A_YUAN)
}

/** The most points that are not worth more than so much. */
const pointsWithin = (fen: number, pointsForOneYuan: number): number =>
  Number((BigInt(fen) * BigInt(pointsForOneYuan)) / FEN_OF_A_YUAN)

/** As many points as asked for, and no more than pay whole fen: nobody pays points for nothing. */
function worth(points: number, pointsForOneYuan: number): Use {
  const fen = fenOf(points, pointsForOneYuan)
  return { points: Math.min(points, pointsFor(fen, pointsForOneYuan)), fen }
}

/** Why an order can't be paid with points at all. */
export type NoDeduction = 'off' | 'tooFew' | 'orderTooSmall'

/**
 * How many points an order can take: no more than there are, than one order may take, and than its share of
 * the amount. Where these are fewer than the minimum, none.
 *
 * @param amountFen what the goods cost, without freight
 */
export function mostDeductible(
  settings: Deduction,
  { amountFen, available }: { amountFen: number; available: number },
): Use & { readonly why: NoDeduction | null } {
  const { isOn, pointsForOneYuan, pointsMax, percentMax, pointsMin } = settings
  if (!isOn) return { ...NOTHING, why: 'off' }
  const capFen = Math.floor((amountFen * percentMax) / 100)
  const allowed = Math.min(pointsMax ?? Infinity, pointsWithin(capFen, pointsForOneYuan))
  const most = worth(Math.min(allowed, available), pointsForOneYuan)
  if (most.points >= pointsMin && most.fen > 0) return { ...most, why: null }
  const isTooSmall = worth(allowed, pointsForOneYuan).points < pointsMin || allowed === 0
  return { ...NOTHING, why: isTooSmall ? 'orderTooSmall' : 'tooFew' }
}

/** What so many points take off an order; undefined where they are too many or too few for it. */
export function deduct(
  settings: Deduction,
  order: { amountFen: number; available: number },
  points: number,
): Use | undefined {
  const most = mostDeductible(settings, order)
  if (points > most.points || points < settings.pointsMin) return undefined
  const use = worth(points, settings.pointsForOneYuan)
  return use.fen > 0 ? use : undefined
}
