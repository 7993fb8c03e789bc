import { AppError } from '../../kernel/app-error.ts'
import type { Books, Hold, HoldKind, HoldStatus, Lot, Movement } from './books.rules.ts'
import { byUse } from './books.rules.ts'
import { revive } from './credits.rules.ts'
import { choose, type Part } from './debits.rules.ts'

const PLACE = { order: 'held', freeze: 'frozen' } as const satisfies Record<HoldKind, keyof Lot>

interface NewHold {
  readonly id: string
  readonly points: number
  readonly expiresAtMs: number | null
}

function setAside(
  books: Books,
  kind: HoldKind,
  { id, points, expiresAtMs }: NewHold,
  parts: Part[],
): Hold {
  const hold: Hold = {
    ...{ id, kind, status: 'open', points, expiresAtMs },
    parts: new Map(parts.map(({ lot, points }) => [lot.id, points])),
  }
  for (const { lot, points } of parts) {
    books.change(lot, { free: -points, [PLACE[kind]]: points })
  }
  books.holds.set(id, hold)
  books.changedHolds.add(hold)
  return hold
}

/** Sets points aside for an order. @throws AppError POINTS_INSUFFICIENT */
export const hold = (books: Books, given: NewHold): Hold =>
  setAside(books, 'order', given, choose(books, given.points))

/**
 * Sets points aside for staff: those that can be used, then pending ones.
 * @throws AppError POINTS_INSUFFICIENT
 */
export function freeze(books: Books, given: NewHold): Hold {
  const pending = [...books.lots.values()]
    .filter((lot) => lot.isPending && lot.free > 0)
    .sort(byUse)
  const parts: Part[] = []
  let missing = given.points
  for (const lot of [...books.usable(), ...pending]) {
    if (missing === 0) break
    const points = Math.min(lot.free, missing)
    parts.push({ lot, points })
    missing -= points
  }
  if (missing > 0) {
    const available = given.points - missing
    throw new AppError('POINTS_INSUFFICIENT', { available, wanted: given.points })
  }
  return setAside(books, 'freeze', given, parts)
}

/** An open hold. @throws AppError HOLD_CLOSED */
function openHold(books: Books, id: string): Hold {
  const hold = books.holds.get(id)
  if (hold?.status !== 'open') throw new AppError('HOLD_CLOSED', { status: hold?.status ?? 'gone' })
  return hold
}

interface Ended {
  readonly holdId: string
  /** Entry of what the release pays of a debt. */
  readonly entryId: string
  readonly status: Exclude<HoldStatus, 'open'>
  /** Points of lots whose date has passed can be used until then. */
  readonly notBefore: string
}

/** Lets go of what a hold still has, the last set aside first, as a part of it would be. */
function letGo(
  books: Books,
  hold: Hold,
  { entryId, notBefore }: Omit<Ended, 'holdId' | 'status'>,
): number {
  let paid = 0
  for (const [lotId, points] of [...hold.parts].reverse()) {
    if (points === 0) continue
    const lot = books.lot(lotId)
    books.change(lot, { [PLACE[hold.kind]]: -points, free: points })
    revive(lot, notBefore)
    paid += books.payDebt(entryId, lot, points)
    hold.parts.set(lotId, 0)
  }
  return paid
}

/**
 * Lets a hold go: its points can be used again, after what is owed. An entry is made only where they pay a
 * debt.
 * @throws AppError HOLD_CLOSED
 */
export function release(books: Books, ended: Ended): Movement | undefined {
  const hold = openHold(books, ended.holdId)
  const paid = letGo(books, hold, ended)
  hold.status = ended.status
  books.changedHolds.add(hold)
  return paid > 0 ? books.record({ points: 0, pending: 0 }) : undefined
}

/**
 * Takes what was set aside for an order, or a part of it; the rest is let go.
 * @throws AppError HOLD_CLOSED, HOLD_TOO_SMALL
 */
export function settle(
  books: Books,
  { points, ...ended }: Omit<Ended, 'status'> & { points: number },
): Movement {
  const hold = openHold(books, ended.holdId)
  if (points > hold.points) throw new AppError('HOLD_TOO_SMALL', { held: hold.points })
  let missing = points
  for (const [lotId, has] of hold.parts) {
    const part = Math.min(has, missing)
    if (part === 0) continue
    missing -= part
    hold.parts.set(lotId, has - part)
    books.change(books.lot(lotId), { held: -part })
    books.allocate(ended.entryId, lotId, { points: -part })
  }
  letGo(books, hold, ended)
  hold.status = 'settled'
  books.changedHolds.add(hold)
  return books.record({ points: -points, pending: 0 })
}

/** Lets go of a part of a freeze; the whole of it closes it. @throws AppError HOLD_CLOSED, HOLD_TOO_SMALL */
export function unfreeze(
  books: Books,
  { points, ...ended }: Omit<Ended, 'status'> & { points: number },
): Movement | undefined {
  const hold = openHold(books, ended.holdId)
  const left = [...hold.parts.values()].reduce((sum, part) => sum + part, 0)
  if (points > left) throw new AppError('HOLD_TOO_SMALL', { held: left })
  if (points === left) return release(books, { ...ended, status: 'released' })
  let [missing, paid] = [points, 0]
  for (const [lotId, has] of [...hold.parts].reverse()) {
    const part = Math.min(has, missing)
    if (part === 0) continue
    missing -= part
    hold.parts.set(lotId, has - part)
    const lot = books.lot(lotId)
    books.change(lot, { frozen: -part, free: part })
    revive(lot, ended.notBefore)
    paid += books.payDebt(ended.entryId, lot, part)
  }
  books.changedHolds.add(hold)
  return paid > 0 ? books.record({ points: 0, pending: 0 }) : undefined
}
