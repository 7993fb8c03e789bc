import { useQuery } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useToast } from '../../../composables/use-toast.ts'
import { formatCount } from '../../../ui/format.ts'
import { batchResult } from '../../../../../server/modules/jobs/jobs.contract.ts'
import { useMemberRefresh } from './use-member-refresh.ts'
import type { BatchMembersInput } from '../../../../../server/modules/members/members.contract.ts'

const ASK_EVERY_MS = 1_000

/**
 * Work on many members: a job that goes on without the page. While the page is open it waits for the end,
 * shows the rows as they are then, and says how many were left alone.
 */
export function useMemberBatch() {
  const { t } = useI18n()
  const toast = useToast()
  const refresh = useMemberRefresh()
  const jobId = ref('')
  const linkTo = (id: string) => ({
    label: t('members.batch.jobs'),
    to: { path: '/jobs', query: { job: id } },
  })

  const { data: job } = useQuery({
    queryKey: ['members-batch', jobId],
    queryFn: ({ signal }) => api.jobs.get.query({ id: jobId.value }, { signal }),
    enabled: computed(() => jobId.value !== ''),
    refetchInterval: ASK_EVERY_MS,
  })

  watch(
    () => job.value,
    (now) => {
      if (!now?.finishedAt || now.id !== jobId.value) return
      jobId.value = ''
      refresh()
      const result = batchResult.safeParse(now.result).data
      if (!result) {
        toast.done(t('members.batch.stopped'), linkTo(now.id))
        return
      }
      const changed = formatCount(result.changed)
      const refused = formatCount(result.refused.length)
      const unchanged = formatCount(result.unchanged)
      if (result.refused.length === 0 && result.unchanged > 0) {
        toast.done(t('members.batch.doneUnchanged', { changed, unchanged }))
      } else if (result.refused.length === 0) {
        toast.done(t('members.batch.done', { changed }, result.changed))
      } else toast.done(t('members.batch.doneSome', { changed, refused }), linkTo(now.id))
    },
  )

  /** @throws what the server refuses with: JOB_RUNNING, FORBIDDEN */
  async function start(input: BatchMembersInput): Promise<void> {
    const { id } = await api.members.batch.mutate(input)
    toast.done(t('members.batch.started'), linkTo(id))
    jobId.value = id
  }
  return { start }
}
