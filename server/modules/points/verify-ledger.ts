import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { plannedAnew, queryRows, sql } from '../../db/sql.ts'
import { countStuck } from '../outbox/outbox.service.ts'
import { isIn, type MemberRange } from './comparison.sql.ts'
import {
  FINDINGS_MAX,
  type LedgerProof,
  type ProofCheck,
  type ProofFinding,
} from './ledger-proof.contract.ts'
import { verifyAccounts } from './verify-accounts.sql.ts'
import { verifyEntries } from './verify-entries.sql.ts'
import { verifyHolds, verifyLots } from './verify-lots.sql.ts'
import { verifyOrders } from './verify-orders.sql.ts'

/**
 * So many, with ten entries each, are compared in a quarter of a second, and their rows fit into memory. With
 * several times more, Postgres would rather read all allocations at every step.
 */
const MEMBERS_A_STEP = 2_000
/** A delivery that waits for longer is stuck. */
const WAITING_MS = 3_600_000

const VERIFIERS = [verifyAccounts, verifyEntries, verifyLots, verifyHolds, verifyOrders]

/** What a long walk is told by whoever started it, and says to him. */
export interface ProofOptions {
  readonly signal?: AbortSignal
  /** Members done, and of how many. */
  readonly report?: (done: number, total?: number) => void
  readonly membersAStep?: number
}

const counted = z.object({
  members: z.coerce.number(),
  entries: z.coerce.number(),
  lots: z.coerce.number(),
  holds: z.coerce.number(),
})
type Counts = z.infer<typeof counted>

const endRow = z.object({ to: z.int().nullable() })

/** The next members in the order of their ids; undefined behind the last. */
async function nextRange(ctx: Ctx, after: number, take: number): Promise<MemberRange | undefined> {
  const [last] = await queryRows(
    ctx,
    sql`SELECT max(s."id") AS "to" FROM
      (SELECT m."id" FROM "Member" m WHERE m."id" > ${after} ORDER BY m."id" LIMIT ${take}) AS s`,
    endRow,
  )
  const to = last?.to ?? undefined
  return to === undefined ? undefined : { after, to }
}

async function countRange(ctx: Ctx, range: MemberRange): Promise<Counts> {
  const [counts] = await queryRows(
    ctx,
    plannedAnew(sql`SELECT
      (SELECT count(*) FROM "Member" m WHERE ${isIn(range, sql`m."id"`)}) AS "members",
      (SELECT count(*) FROM "PointEntry" e WHERE ${isIn(range, sql`e."memberId"`)}) AS "entries",
      (SELECT count(*) FROM "PointLot" l WHERE ${isIn(range, sql`l."memberId"`)}) AS "lots",
      (SELECT count(*) FROM "PointHold" h WHERE ${isIn(range, sql`h."memberId"`)}) AS "holds"`),
    counted,
  )
  return counted.parse(counts)
}

/** What has been found so far: all of it counted, the first of it kept. */
class Findings {
  readonly byCheck: Partial<Record<ProofCheck, number>> = {}
  readonly list: ProofFinding[] = []
  found = 0

  add(findings: readonly ProofFinding[]): void {
    this.found += findings.length
    for (const { check } of findings) this.byCheck[check] = (this.byCheck[check] ?? 0) + 1
    this.list.push(...findings.slice(0, FINDINGS_MAX - this.list.length))
  }
}

/** Everything that is off with these members, in their order. */
async function findIn(ctx: Ctx, range: MemberRange, signal?: AbortSignal): Promise<ProofFinding[]> {
  const findings: ProofFinding[] = []
  for (const verify of VERIFIERS) {
    signal?.throwIfAborted()
    findings.push(...(await verify(ctx, range)))
  }
  return findings.sort((a, b) => a.memberId - b.memberId)
}

/**
 * Computes every balance anew from the entries and allocations and says what is written down otherwise: accounts,
 * running sums, lots, holds, and the totals and days that are made of orders. Walks some thousand members at a
 * time; each figure is compared within one statement, which sees one moment, so booking goes on meanwhile and
 * raises no alarm.
 *
 * Source: design §5, requirement P11
 */
export async function verifyLedger(ctx: Ctx, options: ProofOptions = {}): Promise<LedgerProof> {
  const { signal, report, membersAStep = MEMBERS_A_STEP } = options
  const startedMs = ctx.clock.now().getTime()
  const total = await ctx.db.member.count()
  report?.(0, total)
  const counts: Counts = { members: 0, entries: 0, lots: 0, holds: 0 }
  const findings = new Findings()
  let range = await nextRange(ctx, 0, membersAStep)
  while (range) {
    findings.add(await findIn(ctx, range, signal))
    const { members, entries, lots, holds } = await countRange(ctx, range)
    counts.members += members
    counts.entries += entries
    counts.lots += lots
    counts.holds += holds
    report?.(counts.members, Math.max(total, counts.members))
    signal?.throwIfAborted()
    range = await nextRange(ctx, range.to, membersAStep)
  }
  const checkedAt = ctx.clock.now().getTime()
  return {
    ...{ checkedAt, durationMs: Math.max(0, checkedAt - startedMs), ...counts },
    ...{ found: findings.found, findings: findings.byCheck, list: findings.list },
    outbox: await countStuck(ctx, { olderThanMs: WAITING_MS }),
  }
}
