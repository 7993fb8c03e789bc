import { z } from 'zod'

/**
 * What is compared, by what it is about. The renderer has a sentence for each in both languages. `expected` is
 * what the movements come to, `actual` what is written down.
 */
export const PROOF_CHECKS = [
  'account.balance',
  'account.pending',
  'account.entries',
  'account.available',
  'account.held',
  'account.frozen',
  'account.pendingLots',
  'account.debt',
  'account.negative',
  'account.missing',
  'entry.seq',
  'entry.balance',
  'entry.pending',
  'entry.allocations',
  'entry.reversals',
  'entry.negative',
  'lot.stock',
  'lot.entry',
  'lot.held',
  'lot.frozen',
  'lot.negative',
  'hold.parts',
  'hold.ended',
  'hold.overdue',
  'hold.negative',
  'totals.orders',
  'totals.spend',
  'totals.lastOrder',
  'day.orders',
  'day.spend',
] as const
export const proofCheck = z.enum(PROOF_CHECKS)
export type ProofCheck = z.infer<typeof proofCheck>

/** So many findings are listed; all are counted. */
export const FINDINGS_MAX = 1_000

/** One figure that is not what the movements come to. */
const finding = z.object({
  check: proofCheck,
  memberId: z.int(),
  /** Of the entry, the lot or the hold, or the business date; null where it is about the member. */
  recordId: z.string().nullable(),
  /** Figures as text: points, a count, fen, or a business date. */
  expected: z.string(),
  actual: z.string(),
})
export type ProofFinding = z.infer<typeof finding>

/** What a walk over all books came to. */
export const ledgerProof = z.object({
  checkedAt: z.int(),
  durationMs: z.int(),
  members: z.int(),
  entries: z.int(),
  lots: z.int(),
  holds: z.int(),
  /** How many were found in all, and by check; a check that found nothing is left out. */
  found: z.int(),
  findings: z.partialRecord(proofCheck, z.int()),
  /** The first of them, in the order of members. */
  list: z.array(finding).max(FINDINGS_MAX),
  /** Deliveries that wait for longer than an hour, and that were given up: for whoever reads this, no fault. */
  outbox: z.object({ waiting: z.int(), dead: z.int() }),
})
export type LedgerProof = z.infer<typeof ledgerProof>

/** What a job leaves of a proof: how much was compared and found. What was found is on its page. */
export const proofResult = ledgerProof.pick({
  members: true,
  entries: true,
  lots: true,
  holds: true,
  found: true,
})
export type ProofResult = z.infer<typeof proofResult>

/** A finding as the back office shows it. */
export const shownFinding = finding.extend({ memberUid: z.string(), memberNo: z.string() })
export type ShownFinding = z.infer<typeof shownFinding>

/** The last proof, of findings those about members whom the actor sees, and the one under way. */
export const proofState = z.object({
  last: ledgerProof.extend({ list: z.array(shownFinding).max(FINDINGS_MAX) }).nullable(),
  running: z
    .object({ jobId: z.string(), done: z.int(), total: z.int().nullable(), mayCancel: z.boolean() })
    .nullable(),
})
export type ProofState = z.infer<typeof proofState>
