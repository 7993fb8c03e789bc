import { apiKeySealedColumns } from '../modules/api-keys/api-keys.service.ts'
import { jobSealedColumns } from '../modules/jobs/jobs.service.ts'
import { memberSealedColumns } from '../modules/members/members.service.ts'
import { staffSealedColumns } from '../modules/staff/staff.service.ts'
import { webhookSealedColumns } from '../modules/webhooks/webhooks.service.ts'

/** Everything that is sealed with the data key, as the modules declare it. */
export const SEALED_TABLES = [
  memberSealedColumns,
  staffSealedColumns,
  jobSealedColumns,
  apiKeySealedColumns,
  webhookSealedColumns,
]
