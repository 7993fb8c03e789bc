import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { api } from '../../../api/client.ts'
import type { MemberSelection } from '../../../../../server/modules/members/members.contract.ts'

const TYPING_MS = 300

/** What a batch would come to, asked once nobody types any more. One point tells how many members there are. */
export function useBatchPreview(selection: MemberSelection, points: () => number | undefined) {
  const asked = ref(points() ?? 1)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(points, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (asked.value = now ?? 1), TYPING_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  const { data, error } = useQuery({
    queryKey: ['points-batch-preview', selection, asked],
    queryFn: ({ signal }) =>
      api.pointChanges.previewBatch.mutate({ selection, points: asked.value }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  /** The answer is for what stands in the form now. */
  const isCurrent = computed(
    () => data.value !== undefined && data.value.total === asked.value * data.value.members,
  )
  return {
    preview: data,
    error,
    isFor: (now: number | undefined) => isCurrent.value && asked.value === now,
  }
}
