import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { ImportKind } from './imports.contract.ts'
import { isRefusal, type ImportCounts, type Settled } from './run-import.ts'

const ACTIONS = { members: 'member.import', orders: 'order.import' } as const

interface ImportOf {
  readonly jobId: string
  readonly fileName: string
  readonly sha256: string
}

const record = (
  ctx: Ctx,
  kind: ImportKind,
  { jobId, fileName, sha256 }: ImportOf,
  figures: Readonly<Record<string, string | number>>,
): Promise<void> =>
  inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: ACTIONS[kind],
      target: { type: 'job', id: jobId, name: fileName },
      after: { file: fileName, sha256, ...figures },
    }),
  )

interface NotedImport extends ImportOf {
  /** Undefined when it was stopped: what was in by then is in. */
  readonly counts: ImportCounts | undefined
}

/** One row of the audit log for the whole import, whichever way it ended. */
export function noteImport(ctx: Ctx, kind: ImportKind, noted: NotedImport): Promise<void> {
  const { counts } = noted
  const totals = counts && {
    rows: counts.all.rows,
    created: counts.created.rows,
    unchanged: counts.unchanged.rows,
    refused: counts.refused.rows,
    amountFen: counts.created.amountFen,
  }
  return record(ctx, kind, noted, totals ?? { ended: 'early' })
}

/**
 * Counts rows by what became of them, batch by batch. When an import stops half-way that much is in, in the
 * order of the file; a batch behind the one that failed can be in besides.
 */
export function countSettled() {
  const rows = { rows: 0, created: 0, unchanged: 0, refused: 0 }
  const add = (settled: readonly Settled[]): void => {
    for (const { rows: lines, outcome } of settled) {
      rows.rows += lines.length
      rows[isRefusal(outcome) ? 'refused' : outcome] += lines.length
    }
  }
  return { rows, add }
}

interface StoppedImport extends ImportOf {
  readonly rows: ReturnType<typeof countSettled>['rows']
}

/** The row of the audit log for an import that did not reach its end: what it wrote stays written. */
export const noteStoppedImport = (
  ctx: Ctx,
  kind: ImportKind,
  noted: StoppedImport,
): Promise<void> => record(ctx, kind, noted, { ended: 'early', ...noted.rows })
