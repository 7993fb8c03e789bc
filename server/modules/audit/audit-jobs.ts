import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { AuditAnchor } from './audit-anchor.ts'
import type { AuditVerdict } from './audit.contract.ts'
import { recordAudit } from './record-audit.ts'
import { verifyAudit, type Watch } from './verify-audit.ts'

const FAULTS_LOGGED = 10
const target = (jobId: string) => ({ type: 'audit', id: jobId, name: 'audit' }) as const

interface CheckOptions extends Watch {
  readonly jobId: string
  readonly anchor: AuditAnchor
}

/** Checks the whole log as a job; what was found stands in the log itself too. */
export async function checkAudit(ctx: Ctx, options: CheckOptions): Promise<AuditVerdict> {
  const verdict = await verifyAudit(ctx, options.anchor, options)
  const { entries, sealedTo, faults } = verdict
  const after = { entries, sealedTo, faults: faults.length }
  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, { action: 'audit.verify', target: target(options.jobId), after }),
  )
  if (faults.length > 0) {
    ctx.log.error({ faults: faults.slice(0, FAULTS_LOGGED) }, 'the audit log was changed')
  }
  return verdict
}

/** Notes that a part of the log left the house. */
export const noteAuditExport = (ctx: Ctx, jobId: string, rows: number): Promise<void> =>
  inTransaction(ctx, (ctx) =>
    recordAudit(ctx, { action: 'audit.export', target: target(jobId), after: { rows } }),
  )
