import { computed, onScopeDispose, ref, toValue, watch } from 'vue'
import type { ComputedRef, MaybeRefOrGetter } from 'vue'

const TICK_MS = 250

/** Whole seconds until `untilMs` (Unix time in ms), rounded up; undefined while there is nothing to wait for. */
export function useCountdown(
  untilMs: MaybeRefOrGetter<number | undefined>,
): ComputedRef<number | undefined> {
  const nowMs = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  watch(
    () => toValue(untilMs),
    (until) => {
      clearInterval(timer)
      nowMs.value = Date.now()
      if (until !== undefined) timer = setInterval(() => (nowMs.value = Date.now()), TICK_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearInterval(timer)
  })
  return computed(() => {
    const until = toValue(untilMs)
    return until === undefined ? undefined : Math.max(0, Math.ceil((until - nowMs.value) / 1000))
  })
}
