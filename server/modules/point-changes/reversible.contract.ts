import { POINT_BUSINESSES, type PointBusiness } from '../points/points.contract.ts'

/** What is in the way of taking an entry back by hand. */
export type NotReversible = 'reversal' | 'order' | 'program' | 'kind' | 'nothingLeft'

interface Reversible {
  readonly kind: string
  readonly business: PointBusiness
  /** It takes another entry back itself. */
  readonly isReversal: boolean
  readonly left: number
}

/** What of an entry can still be taken back, after those that took some of it back. */
export const leftToReverse = (
  points: number,
  back: readonly { readonly points: number; readonly forgone: number }[],
): number =>
  back.reduce((left, each) => left - Math.abs(each.points) - each.forgone, Math.abs(points))

/**
 * Why an entry cannot be taken back by hand: points that were given or taken can be, for anything but an order,
 * which refunds take back, and but for what the program does by itself.
 */
export function whyNotReversible(entry: Reversible): NotReversible | undefined {
  if (entry.isReversal) return 'reversal'
  const causedBy = POINT_BUSINESSES[entry.business]
  if (causedBy === 'order' || causedBy === 'program') return causedBy
  if (entry.kind !== 'earn' && entry.kind !== 'spend') return 'kind'
  return entry.left > 0 ? undefined : 'nothingLeft'
}
