import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { api } from '../../../api/client.ts'
import {
  dayBatchPreviewInput,
  type DayBatchPreviewInput,
} from '../../../../../server/modules/point-changes/point-changes.contract.ts'

const CHOOSING_MS = 200

/** What extending or reinstating would come to, asked once the days stand still and make sense. */
export function useDayBatchPreview(wish: () => DayBatchPreviewInput) {
  const valid = () => dayBatchPreviewInput.safeParse(wish()).data
  const asked = ref(valid())
  let timer: ReturnType<typeof setTimeout> | undefined
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  watch(valid, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (asked.value = now), CHOOSING_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['points-day-batch-preview', asked],
    queryFn: ({ signal }) => {
      if (!asked.value) throw new Error('asked without days')
      return api.pointChanges.previewDayBatch.query(asked.value, { signal })
    },
    enabled: computed(() => asked.value !== undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  /** The answer is for what stands in the form now. */
  const isKnown = computed(
    () =>
      data.value !== undefined &&
      !isPlaceholderData.value &&
      asked.value !== undefined &&
      same(asked.value, valid()),
  )
  return { preview: data, isKnown, error }
}
