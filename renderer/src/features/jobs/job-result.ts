import { z } from 'zod'
import { auditVerdict } from '../../../../server/modules/audit/audit.contract.ts'
import { rotationResult } from '../../../../server/modules/keys/keys.contract.ts'
import { batchResult, type JobRow } from '../../../../server/modules/jobs/jobs.contract.ts'

const rows = z.object({ rows: z.int() })

/** What a finished job found or did, by its kind; undefined while there is nothing to read. */
export function readJobResult(job: Pick<JobRow, 'kind' | 'result'>) {
  switch (job.kind) {
    case 'audit.verify': {
      const verdict = auditVerdict.safeParse(job.result)
      return verdict.success ? ({ kind: 'verify', ...verdict.data } as const) : undefined
    }
    case 'audit.export': {
      const file = rows.safeParse(job.result)
      return file.success ? ({ kind: 'export', ...file.data } as const) : undefined
    }
    case 'staff.batch': {
      const batch = batchResult.safeParse(job.result)
      return batch.success ? ({ kind: 'batch', ...batch.data } as const) : undefined
    }
    case 'keys.rotate': {
      const rotation = rotationResult.safeParse(job.result)
      return rotation.success ? ({ kind: 'rotate', ...rotation.data } as const) : undefined
    }
  }
}
