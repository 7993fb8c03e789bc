import { useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { isLineFailure, toFailure } from '../api/failure.ts'
import { useSystemInfo } from './use-system-info.ts'

const TICK_MS = 1_000

/**
 * Whether the server answers, as the page sees it by its own requests. Once it does again, everything
 * that is shown is asked anew.
 */
export function useLineState() {
  const { error, isError, isFetching, refetch } = useSystemInfo()
  const queries = useQueryClient()
  const isOffline = computed(
    () => isError.value && isLineFailure(toFailure(error.value, Date.now())),
  )
  const sinceMs = ref<number>()
  const nowMs = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined

  watch(
    isOffline,
    (isAway, wasAway) => {
      clearInterval(timer)
      nowMs.value = Date.now()
      sinceMs.value = isAway ? nowMs.value : undefined
      if (isAway) timer = setInterval(() => (nowMs.value = Date.now()), TICK_MS)
      else if (wasAway) void queries.invalidateQueries()
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearInterval(timer)
  })

  /** Whole seconds since the line broke. */
  const awaySeconds = computed(() =>
    sinceMs.value === undefined ? 0 : Math.max(0, Math.floor((nowMs.value - sinceMs.value) / 1000)),
  )
  const retry = (): void => void refetch()
  return { isOffline, awaySeconds, isRetrying: isFetching, retry }
}
