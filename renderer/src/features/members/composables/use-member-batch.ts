import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useBatchJob } from '../../../composables/use-batch-job.ts'
import { useMemberRefresh } from './use-member-refresh.ts'
import type { BatchMembersInput } from '../../../../../server/modules/members/members.contract.ts'

/** Work on many members. */
export function useMemberBatch() {
  const { t } = useI18n()
  return useBatchJob({
    hand: (input: BatchMembersInput) => api.members.batch.mutate(input),
    refresh: useMemberRefresh(),
    say: (sentence, figures, count) => t(`members.batch.${sentence}`, figures, count),
  })
}
