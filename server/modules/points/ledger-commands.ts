import { z } from 'zod'
import type { Actor } from '../../kernel/context.ts'
import type { Shortfall } from './debits.rules.ts'
import type { Explanation, PointBusiness } from './points.contract.ts'

/** Who did it, as entries and holds keep it. */
export interface Doer {
  readonly kind: Actor['kind']
  readonly id: number | null
  readonly name: string
}

export const doerOf = (actor: Actor): Doer => ({
  kind: actor.kind,
  id: actor.kind === 'staff' ? actor.adminUserId : actor.kind === 'partner' ? actor.apiKeyId : null,
  name: actor.name,
})

/** What an entry says of itself beside its figures. */
export interface About {
  readonly business: PointBusiness
  /** Whoever runs the transaction, unless somebody else is named: commands of several share one. */
  readonly by?: Doer
  /** Number of the order, the check-in, the batch. */
  readonly businessId: string
  readonly occurredAt: Date
  readonly storeId?: number | null
  readonly reason?: string
  readonly batchId?: string
  /** Why this number: what "Why?" tells. */
  readonly explanation: Explanation
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
    | {
        readonly do: 'spend'
        readonly points: number
        /** Takes what is there when it is less, and nothing where there is nothing. */
        readonly isUpTo?: boolean
      }
    | { readonly do: 'hold' | 'freeze'; readonly points: number; readonly expiresAt: Date | null }
    | { readonly do: 'settle' | 'unfreeze'; readonly holdId: string; readonly points: number }
    | {
        readonly do: 'release'
        readonly holdId: string
        readonly status: 'released' | 'expired'
      }
    | { readonly do: 'expire'; readonly asOf: string }
    | {
        /** Moves the date of a lot. The entry that says so changes no points. */
        readonly do: 'extend'
        readonly lotId: string
        readonly expiresOn: string | null
      }
    | {
        /** Takes an entry back: a credit from its lot, a debit to the lots it came from. */
        readonly do: 'reverse'
        readonly entryId: string
        readonly points: number
        readonly shortfall: Shortfall
        /** Points that come back after their date can be used until then; the grace setting otherwise. */
        readonly notBefore?: string
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
