import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useBatchJob } from '../../../composables/use-batch-job.ts'
import { useStaffRefresh } from './use-staff-refresh.ts'
import type { BatchStaffInput } from '../../../../../server/modules/staff/staff.contract.ts'

/** Work on many accounts. */
export function useStaffBatch() {
  const { t } = useI18n()
  return useBatchJob({
    hand: (input: BatchStaffInput) => api.jobs.batchStaff.mutate(input),
    refresh: useStaffRefresh(),
    say: (sentence, figures, count) => t(`staff.batch.${sentence}`, figures, count),
  })
}
