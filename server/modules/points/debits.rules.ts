import { AppError } from '../../kernel/app-error.ts'
import { byUse, type Books, type Lot, type Movement } from './books.rules.ts'

/** What a debit takes out of one lot. */
export interface Part {
  readonly lot: Lot
  readonly points: number
}

/**
 * Chooses the lots for a debit, soonest expiry first. Changes nothing.
 * @throws AppError POINTS_INSUFFICIENT
 */
export function choose(books: Books, wanted: number): Part[] {
  const { available } = books.account
  if (wanted > available) throw new AppError('POINTS_INSUFFICIENT', { available, wanted })
  const parts: Part[] = []
  let missing = wanted
  for (const lot of books.usable()) {
    if (missing === 0) break
    const points = Math.min(lot.free, missing)
    parts.push({ lot, points })
    missing -= points
  }
  return parts
}

/** Takes points that are free. @throws AppError POINTS_INSUFFICIENT */
export function spend(
  books: Books,
  { entryId, points }: { entryId: string; points: number },
): Movement {
  for (const part of choose(books, points)) {
    books.change(part.lot, { free: -part.points })
    books.allocate(entryId, part.lot.id, { points: -part.points })
  }
  return books.record({ points: -points, pending: 0 })
}

/**
 * Takes away what lots have free after their date; what is set aside waits for its hold.
 * @returns undefined where there is nothing to take
 */
export function expire(
  books: Books,
  { entryId, asOf }: { entryId: string; asOf: string },
): Movement | undefined {
  const over = books.usable().filter(({ expiresOn }) => expiresOn !== null && expiresOn < asOf)
  if (over.length === 0) return undefined
  let points = 0
  for (const lot of over) {
    points += lot.free
    books.allocate(entryId, lot.id, { points: -lot.free })
    books.change(lot, { free: -lot.free })
  }
  return books.record({ points: -points, pending: 0 })
}

export const SHORTFALLS = ['debt', 'floor'] as const
/** What becomes of points that are to be taken and are gone: owed, or forgone. */
export type Shortfall = (typeof SHORTFALLS)[number]

interface ClawBack {
  readonly entryId: string
  readonly lotId: string
  /** What of the credit was taken back before. */
  readonly takenBack: number
  readonly points: number
  readonly shortfall: Shortfall
}

/** What a claw-back finds: first in the lot itself, frozen points too, then in what else is free. */
function clawSources(books: Books, own: Lot): { lot: Lot; from: 'free' | 'frozen' }[] {
  const others = [...books.lots.values()]
    .filter((lot) => lot !== own && !lot.isPending && lot.free > 0)
    .sort(byUse)
  const mine = [
    { lot: own, from: 'free' as const },
    { lot: own, from: 'frozen' as const },
  ]
  return own.isPending ? mine : [...mine, ...others.map((lot) => ({ lot, from: 'free' as const }))]
}

/** Frozen points that are taken leave their freezes, the latest freeze first. */
function thaw(books: Books, lot: Lot, points: number): void {
  let missing = points
  for (const hold of [...books.holds.values()].reverse()) {
    const has = hold.kind === 'freeze' && hold.status === 'open' ? (hold.parts.get(lot.id) ?? 0) : 0
    const part = Math.min(has, missing)
    if (part === 0) continue
    hold.parts.set(lot.id, has - part)
    books.changedHolds.add(hold)
    missing -= part
  }
}

/**
 * Takes a credit back, in part or whole: from its own lot, then from what else can be used. What is not there
 * any more is owed, or forgone, by the setting. Never more than the credit was.
 * @throws AppError POINTS_TAKEN_BACK
 */
export function clawBack(books: Books, given: ClawBack): Movement & { readonly forgone: number } {
  const { entryId, lotId, takenBack, points, shortfall } = given
  const own = books.lot(lotId)
  const left = own.points - takenBack
  if (points > left) throw new AppError('POINTS_TAKEN_BACK', { left })
  const isPending = own.isPending
  let missing = points
  for (const { lot, from } of clawSources(books, own)) {
    const part = Math.min(lot[from], missing)
    if (part === 0) continue
    missing -= part
    if (from === 'frozen') thaw(books, lot, part)
    books.change(lot, { [from]: -part })
    books.allocate(entryId, lot.id, { points: -part })
  }
  const owed = shortfall === 'debt' ? missing : 0
  books.account.debt += owed
  const taken = points - missing + owed
  const movement = books.record(
    isPending ? { points: 0, pending: -taken } : { points: -taken, pending: 0 },
  )
  return { ...movement, forgone: missing - owed }
}
