import { AppError } from '../../kernel/app-error.ts'
import {
  balanceOf,
  stockOf,
  type Allocation,
  type Books,
  type Lot,
  type Movement,
} from './books.rules.ts'

/** A balance has to fit into an integer column of both databases. */
export const POINTS_MAX = 2_000_000_000

/** @throws AppError POINTS_TOO_MANY */
function checkRoom({ account }: Books, points: number): void {
  if (balanceOf(account) + account.pending + account.debt + points > POINTS_MAX) {
    throw new AppError('POINTS_TOO_MANY', { max: POINTS_MAX })
  }
}

interface Earn {
  readonly entryId: string
  readonly lotId: string
  readonly points: number
  /** To be confirmed before it can be used. */
  readonly isPending: boolean
  readonly earnedAtMs: number
  readonly expiresOn: string | null
}

/**
 * Credits points as a lot of their own. What the member owes is paid first; pending points pay when they are
 * confirmed.
 * @throws AppError POINTS_TOO_MANY
 */
export function earn(books: Books, given: Earn): Movement {
  const { entryId, lotId, points, isPending, earnedAtMs, expiresOn } = given
  checkRoom(books, points)
  const lot: Lot = {
    ...{ id: lotId, entryId, points, free: 0, held: 0, frozen: 0 },
    ...{ isPending, earnedAtMs, expiresOn },
  }
  books.lots.set(lotId, lot)
  books.change(lot, { free: points })
  books.payDebt(entryId, lot)
  return books.record(isPending ? { points: 0, pending: points } : { points, pending: 0 })
}

/**
 * Makes pending points usable; those that staff froze stay frozen.
 * @throws AppError POINTS_NOT_PENDING
 */
export function confirm(
  books: Books,
  { entryId, lotId }: { entryId: string; lotId: string },
): Movement {
  const lot = books.lot(lotId)
  if (!lot.isPending) throw new AppError('POINTS_NOT_PENDING')
  const { free, frozen } = lot
  const points = stockOf(lot)
  books.change(lot, { free: -free, frozen: -frozen })
  lot.isPending = false
  books.change(lot, { free, frozen })
  books.payDebt(entryId, lot)
  return books.record({ points, pending: -points })
}

interface GiveBack {
  readonly entryId: string
  /** What the entry that is taken back took, in its order. */
  readonly taken: readonly Pick<Allocation, 'lotId' | 'points'>[]
  /** What of it was given back before. */
  readonly returned: readonly Pick<Allocation, 'lotId' | 'points'>[]
  readonly points: number
  /** Returned points that have expired meanwhile can be used until then. */
  readonly notBefore: string
}

/**
 * Puts points back into the lots they came from, the last taken first: so that any number of parts comes to
 * the same as the whole. Nobody gets back what he has had back.
 * @throws AppError POINTS_RETURNED
 */
export function giveBack(books: Books, given: GiveBack): Movement {
  const { entryId, taken, returned, points, notBefore } = given
  const open = new Map<string, number>()
  for (const { lotId, points } of taken) open.set(lotId, (open.get(lotId) ?? 0) - points)
  for (const { lotId, points } of returned) open.set(lotId, (open.get(lotId) ?? 0) - points)
  const left = [...open.values()].reduce((sum, each) => sum + each, 0)
  if (points > left) throw new AppError('POINTS_RETURNED', { left })
  let missing = points
  for (const [lotId, most] of [...open].reverse()) {
    const part = Math.min(most, missing)
    if (part <= 0) continue
    missing -= part
    const lot = books.lot(lotId)
    books.change(lot, { free: part })
    revive(lot, notBefore)
    books.allocate(entryId, lotId, { points: part })
    books.payDebt(entryId, lot, part)
  }
  return books.record({ points, pending: 0 })
}

/** A lot that has points again after its date can be used until another one. */
export function revive(lot: Lot, notBefore: string): void {
  if (lot.expiresOn !== null && lot.expiresOn < notBefore) lot.expiresOn = notBefore
}

/**
 * Moves the date of a lot that still has something.
 * @throws AppError LOT_EMPTY
 */
export function extend(
  books: Books,
  { lotId, expiresOn }: { lotId: string; expiresOn: string | null },
): Movement {
  const lot = books.lot(lotId)
  if (stockOf(lot) === 0) throw new AppError('LOT_EMPTY')
  lot.expiresOn = expiresOn
  books.changedLots.add(lot)
  return books.record({ points: 0, pending: 0 })
}
