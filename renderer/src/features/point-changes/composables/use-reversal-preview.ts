import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'

const TYPING_MS = 300

/**
 * What taking an entry back would do, asked once nobody types any more. Points: null is all that is left,
 * undefined nothing that could be asked. Not asked again by itself: what is sent is what was looked at.
 */
export function useReversalPreview(entryId: string, points: () => number | null | undefined) {
  const asked = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(points, (now) => {
    clearTimeout(timer)
    if (now !== undefined) timer = setTimeout(() => (asked.value = now), TYPING_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['reversal-preview', entryId, asked],
    queryFn: ({ signal }) =>
      api.pointChanges.reversal.query({ entryId, points: asked.value }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  return {
    preview: data,
    failure: computed(() => error.value && toFailure(error.value, Date.now())),
    /** The answer is for the points that are asked for now. */
    isCurrent: computed(
      () => data.value !== undefined && !isPlaceholderData.value && asked.value === points(),
    ),
  }
}
