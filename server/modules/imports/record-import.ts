import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { ImportTally } from './import-tally.ts'
import type { ImportKind, StatedTotals } from './imports.contract.ts'

const ACTIONS = {
  members: 'member.import',
  orders: 'order.import',
  points: 'points.import',
} as const

/** What the old system stated of a file of points, and why it was imported though that differs. */
export interface Statement {
  readonly stated?: StatedTotals | undefined
  readonly reason?: string | undefined
}

interface RecordedImport extends Statement {
  readonly kind: ImportKind
  readonly jobId: string
  readonly fileName: string
  readonly sha256: string
}

/** What else there is to say of an import of points. */
const pointsOf = (tally: ImportTally, { stated }: Statement) => ({
  points: tally.created.points,
  bookedPoints: tally.booked().points,
  bookedMembers: tally.booked().members,
  ...(stated ? { statedPoints: stated.points, statedMembers: stated.members } : {}),
})

/**
 * Does an import and leaves one row of the audit log, whichever way it ends: with what it came to, also where
 * it was stopped, since what it wrote by then stays written.
 *
 * @param work the import, which counts what becomes of the rows in the tally it is given
 */
export async function recordImport<T>(
  ctx: Ctx,
  { kind, jobId, fileName, sha256, ...statement }: RecordedImport,
  work: (tally: ImportTally) => Promise<T>,
): Promise<T> {
  const tally = new ImportTally()
  let isStopped = true
  try {
    const result = await work(tally)
    isStopped = false
    return result
  } finally {
    const { all, created, unchanged, refused } = tally.counts()
    const after = {
      ...{ file: fileName, sha256, ...(isStopped ? { ended: 'early' } : {}) },
      ...{ rows: all.rows, created: created.rows, unchanged: unchanged.rows },
      refused: refused.rows,
      ...(kind === 'points' ? pointsOf(tally, statement) : { amountFen: created.amountFen }),
    }
    await inTransaction(ctx, (ctx) =>
      recordAudit(ctx, {
        action: ACTIONS[kind],
        target: { type: 'job', id: jobId, name: fileName },
        after,
        ...(statement.reason === undefined ? {} : { reason: statement.reason }),
      }),
    )
  }
}
