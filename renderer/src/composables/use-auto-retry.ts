import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useCountdown } from './use-countdown.ts'
import type { Failure } from '../api/failure.ts'

/** Waits before the first, second and third try of its own; after them only the button is left. */
export const RETRY_DELAYS_MS = [5_000, 15_000, 30_000] as const

/**
 * Tries again by itself where waiting can help. `question` is what is asked: a new one starts afresh.
 */
export function useAutoRetry(options: {
  failure: MaybeRefOrGetter<Failure | undefined>
  question: MaybeRefOrGetter<unknown>
  retry: () => void
}) {
  const attempt = ref(0)
  const retryAtMs = ref<number>()
  const secondsLeft = useCountdown(retryAtMs)

  watch(
    () => toValue(options.failure),
    (failure) => {
      const delayMs = failure?.isTemporary ? RETRY_DELAYS_MS[attempt.value] : undefined
      retryAtMs.value = delayMs === undefined ? undefined : Date.now() + delayMs
      if (!failure) attempt.value = 0
      else if (delayMs !== undefined) attempt.value += 1
    },
  )
  watch(
    () => toValue(options.question),
    () => (attempt.value = 0),
  )
  watch(secondsLeft, (seconds) => {
    if (seconds !== 0) return
    retryAtMs.value = undefined
    options.retry()
  })

  return { attempt, secondsLeft }
}
