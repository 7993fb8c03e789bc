import { useQuery } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useToast } from '../../../composables/use-toast.ts'
import { batchResult } from '../../../../../server/modules/jobs/jobs.contract.ts'
import { useStaffRefresh } from './use-staff-refresh.ts'
import type { BatchStaffInput } from '../../../../../server/modules/staff/staff.contract.ts'

const ASK_EVERY_MS = 1_000

/**
 * Work on many accounts: a job that goes on without the page. While the page is open it waits for the
 * end, shows the rows as they are then, and says how many were left alone.
 */
export function useStaffBatch() {
  const { t } = useI18n()
  const toast = useToast()
  const refresh = useStaffRefresh()
  const jobId = ref('')
  const jobs = computed(() => ({ label: t('staff.batch.jobs'), to: '/jobs' }))

  const { data: job } = useQuery({
    queryKey: ['staff-batch', jobId],
    queryFn: ({ signal }) => api.jobs.get.query({ id: jobId.value }, { signal }),
    enabled: () => jobId.value !== '',
    refetchInterval: ASK_EVERY_MS,
  })

  watch(
    () => job.value,
    (now) => {
      if (!now?.finishedAt || now.id !== jobId.value) return
      jobId.value = ''
      refresh()
      const result = batchResult.safeParse(now.result).data
      if (!result) toast.done(t('staff.batch.stopped'), jobs.value)
      else if (result.refused.length === 0 && result.unchanged > 0) {
        const { changed, unchanged } = result
        toast.done(t('staff.batch.doneUnchanged', { changed, unchanged }))
      } else if (result.refused.length === 0) {
        toast.done(t('staff.batch.done', { changed: result.changed }))
      } else {
        const { changed, refused } = result
        toast.done(t('staff.batch.doneSome', { changed, refused: refused.length }), jobs.value)
      }
    },
  )

  /** @throws what the server refuses with: JOB_RUNNING, FORBIDDEN */
  async function start(input: BatchStaffInput): Promise<void> {
    const { id } = await api.jobs.batchStaff.mutate(input)
    toast.done(t('staff.batch.started'), jobs.value)
    jobId.value = id
  }
  return { start }
}
