import { z } from 'zod'
import { auditVerdict } from '../../../../server/modules/audit/audit.contract.ts'
import { importResult } from '../../../../server/modules/imports/imports.contract.ts'
import {
  batchResult,
  type JobKind,
  type JobRow,
} from '../../../../server/modules/jobs/jobs.contract.ts'
import { rotationResult } from '../../../../server/modules/keys/keys.contract.ts'
import { proofResult } from '../../../../server/modules/points/ledger-proof.contract.ts'

const rows = z.object({ rows: z.int(), isPlain: z.boolean().optional() })

/** Each kind of job by the sort of result it leaves. */
const RESULT_OF = {
  'audit.verify': 'verify',
  'audit.export': 'export',
  'staff.batch': 'batch',
  'members.batch': 'batch',
  'members.export': 'export',
  'members.dryRun': 'import',
  'members.import': 'import',
  'orders.dryRun': 'import',
  'orders.import': 'import',
  'orders.export': 'export',
  'points.verify': 'proof',
  'points.batch': 'batch',
  'points.expire': 'batch',
  'points.remind': 'batch',
  'points.dryRun': 'import',
  'points.import': 'import',
  'points.export': 'export',
  'keys.rotate': 'rotate',
} as const satisfies Readonly<Record<JobKind, string>>

/** The sort of work a job is, whatever it is about. */
export const sortOf = (kind: JobKind) => RESULT_OF[kind]

/** What a finished job found or did, by its kind; undefined while there is nothing to read. */
export function readJobResult(job: Pick<JobRow, 'kind' | 'result'>) {
  const kind = sortOf(job.kind)
  switch (kind) {
    case 'verify': {
      const verdict = auditVerdict.safeParse(job.result)
      return verdict.success ? { kind, ...verdict.data } : undefined
    }
    case 'export': {
      const file = rows.safeParse(job.result)
      return file.success ? { kind, ...file.data } : undefined
    }
    case 'batch': {
      const batch = batchResult.safeParse(job.result)
      return batch.success ? { kind, ...batch.data } : undefined
    }
    case 'import': {
      const done = importResult.safeParse(job.result)
      return done.success ? { ...done.data, kind, about: done.data.kind } : undefined
    }
    case 'proof': {
      const proof = proofResult.safeParse(job.result)
      return proof.success ? { kind, ...proof.data } : undefined
    }
    case 'rotate': {
      const rotation = rotationResult.safeParse(job.result)
      return rotation.success ? { kind, ...rotation.data } : undefined
    }
  }
}
