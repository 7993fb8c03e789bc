import { z } from 'zod'
import type { Shortfall } from './debits.rules.ts'

/** What an entry says of itself beside its figures. */
export interface About {
  /** What for, out of the catalogue. */
  readonly business: string
  /** Number of the order, the check-in, the batch. */
  readonly businessId: string
  readonly occurredAt: Date
  readonly storeId?: number | null
  readonly reason?: string
  readonly batchId?: string
  /** Why this number: what "Why?" tells. */
  readonly explanation: unknown
}

/** Who gives a command, and the key by which he would give it again. */
export interface CommandKey {
  readonly caller: string
  readonly key: string
  /** Hash of what he asked for. */
  readonly body: string
}

interface Base {
  readonly memberId: number
  readonly about: About
  /** Commands of jobs and of transactions that have a key of their own need none. */
  readonly key?: CommandKey
}

/** What can be done to points. Amounts are whole points above 0. */
export type LedgerCommand = Base &
  (
    | {
        readonly do: 'earn'
        readonly points: number
        readonly isPending: boolean
        readonly expiresOn: string | null
      }
    | { readonly do: 'confirm'; readonly lotId: string }
    | { readonly do: 'spend'; readonly points: number }
    | { readonly do: 'hold' | 'freeze'; readonly points: number; readonly expiresAt: Date | null }
    | { readonly do: 'settle' | 'unfreeze'; readonly holdId: string; readonly points: number }
    | {
        readonly do: 'release'
        readonly holdId: string
        readonly status: 'released' | 'expired'
      }
    | { readonly do: 'expire'; readonly asOf: string }
    | {
        /** Takes an entry back: a credit from its lot, a debit to the lots it came from. */
        readonly do: 'reverse'
        readonly entryId: string
        readonly points: number
        readonly shortfall: Shortfall
      }
  )

const whole = z.int()

/**
 * What became of a command; given again to whoever gives it again. `points` is what the entry changed, 0 where
 * points were only set aside or let go; `forgone` are those of a claw-back that nobody owes.
 */
export const ledgerAnswer = z.object({
  entryId: z.string().nullable(),
  lotId: z.string().nullable(),
  holdId: z.string().nullable(),
  points: whole,
  forgone: whole,
  available: whole,
  held: whole,
  frozen: whole,
  pending: whole,
  debt: whole,
})
export type LedgerAnswer = z.infer<typeof ledgerAnswer>
