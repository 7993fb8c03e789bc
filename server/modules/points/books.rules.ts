import { invariant } from '../../kernel/invariant.ts'

/** What is left of one credit. `points + Σ allocations = free + held + frozen`, at every moment. */
export interface Lot {
  readonly id: string
  /** The entry that made it. */
  readonly entryId: string
  readonly points: number
  free: number
  /** Set aside for orders. */
  held: number
  /** Set aside by staff. */
  frozen: number
  /** Earned, not usable yet. */
  isPending: boolean
  readonly earnedAtMs: number
  /** Last business date on which it can be used; null is for ever. */
  expiresOn: string | null
}

export const HOLD_KINDS = ['order', 'freeze'] as const
export type HoldKind = (typeof HOLD_KINDS)[number]
export const HOLD_STATUSES = ['open', 'settled', 'released', 'expired'] as const
export type HoldStatus = (typeof HOLD_STATUSES)[number]

/** Points of named lots, set aside. */
export interface Hold {
  readonly id: string
  readonly kind: HoldKind
  status: HoldStatus
  /** What it was opened with. */
  readonly points: number
  /** By lot, in the order in which they were taken; what is still set aside. */
  parts: Map<string, number>
  /** When it lets go by itself; null waits for somebody. */
  readonly expiresAtMs: number | null
}

/**
 * Where a member's points stand. `balance = available + held + frozen - debt` is the sum of all entries;
 * `pending` is the sum of what they say is to come.
 */
export interface Account {
  readonly memberId: number
  available: number
  held: number
  frozen: number
  pending: number
  debt: number
  /** How many entries there are: each has its place. */
  entries: number
}

/** Points that an entry put into a lot or took from it, and what of a credit went into the debt at once. */
export interface Allocation {
  readonly entryId: string
  readonly lotId: string
  readonly points: number
  /** Never above 0. */
  readonly debt: number
}

/** What one entry changed. */
export interface Movement {
  readonly points: number
  readonly pending: number
  readonly balanceAfter: number
  readonly pendingAfter: number
  /** Place among the member's entries, from 1. */
  readonly seq: number
}

export const balanceOf = ({ available, held, frozen, debt }: Account): number =>
  available + held + frozen - debt

export const stockOf = ({ free, held, frozen }: Lot): number => free + held + frozen

/** Never expires comes last. */
const FAR = '9999-12-31'

/** Soonest expiry first, then the earliest earned; ids of one moment are in the order of time. */
export function byUse(a: Lot, b: Lot): number {
  const [x, y] = [a.expiresOn ?? FAR, b.expiresOn ?? FAR]
  if (x !== y) return x < y ? -1 : 1
  if (a.earnedAtMs !== b.earnedAtMs) return a.earnedAtMs - b.earnedAtMs
  return a.id < b.id ? -1 : 1
}

/**
 * The books of one member in memory: his account, the lots that still matter, his open holds. Commands change
 * them here; what changed is written afterwards in one transaction. No rule about points stands anywhere else.
 */
export class Books {
  readonly account: Account
  readonly lots = new Map<string, Lot>()
  readonly holds = new Map<string, Hold>()
  /** Of entries that are to be taken back. */
  readonly #known: readonly Allocation[]
  readonly #made = new Map<string, Allocation>()
  readonly changedLots = new Set<Lot>()
  readonly changedHolds = new Set<Hold>()

  constructor(
    account: Account,
    lots: Iterable<Lot> = [],
    holds: Iterable<Hold> = [],
    known: readonly Allocation[] = [],
  ) {
    this.account = account
    this.#known = known
    for (const lot of lots) this.lots.set(lot.id, lot)
    for (const hold of holds) this.holds.set(hold.id, hold)
  }

  lot(id: string): Lot {
    const lot = this.lots.get(id)
    invariant(lot, 'a lot that was named is loaded')
    return lot
  }

  /** Lots whose free points can be used now, in the order of use. */
  usable(): Lot[] {
    return [...this.lots.values()]
      .filter(({ isPending, free }) => !isPending && free > 0)
      .sort(byUse)
  }

  /** Changes what a lot has, and the account with it. */
  change(lot: Lot, by: { free?: number; held?: number; frozen?: number }): void {
    const { free = 0, held = 0, frozen = 0 } = by
    lot.free += free
    lot.held += held
    lot.frozen += frozen
    invariant(lot.free >= 0 && lot.held >= 0 && lot.frozen >= 0, 'a lot has no less than nothing')
    const { account } = this
    if (lot.isPending) {
      account.pending += free + held + frozen
    } else {
      account.available += free
      account.held += held
      account.frozen += frozen
    }
    this.changedLots.add(lot)
  }

  allocate(entryId: string, lotId: string, { points = 0, debt = 0 }): void {
    if (points === 0 && debt === 0) return
    const key = `${entryId} ${lotId}`
    const before = this.#made.get(key) ?? { entryId, lotId, points: 0, debt: 0 }
    const sum = { points: before.points + points, debt: before.debt + debt }
    this.#made.set(key, { entryId, lotId, ...sum })
  }

  /** Allocations made here, those of an entry in the order of its lots. */
  get newAllocations(): readonly Allocation[] {
    return [...this.#made.values()]
  }

  /** Those made here and those that were known before. */
  get allocations(): readonly Allocation[] {
    return [...this.#known, ...this.#made.values()]
  }

  /** The place and the balances of an entry, once its changes are made. */
  record({ points, pending }: { points: number; pending: number }): Movement {
    this.account.entries += 1
    return {
      points,
      pending,
      balanceAfter: balanceOf(this.account),
      pendingAfter: this.account.pending,
      seq: this.account.entries,
    }
  }

  /** What can pay of the debt out of a lot's free points goes into it. @returns how much */
  payDebt(entryId: string, lot: Lot, mostly = lot.free): number {
    const paid = Math.min(this.account.debt, mostly, lot.isPending ? 0 : lot.free)
    if (paid === 0) return 0
    this.account.debt -= paid
    this.change(lot, { free: -paid })
    this.allocate(entryId, lot.id, { debt: -paid })
    return paid
  }
}
