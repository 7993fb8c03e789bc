import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'

/**
 * Asks again and again while the page is in sight; each wait begins anew when the pace changes.
 * @param everyMs undefined while there is nothing to wait for: then it asks only when the page comes into sight
 */
export function usePolling(ask: () => void, everyMs: MaybeRefOrGetter<number | undefined>): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const start = (): void => {
    clearInterval(timer)
    const pace = toValue(everyMs)
    if (document.hidden || pace === undefined) return
    timer = setInterval(ask, pace)
  }
  const onSight = (): void => {
    if (!document.hidden) ask()
    start()
  }
  watch(() => toValue(everyMs), start, { immediate: true })
  document.addEventListener('visibilitychange', onSight)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onSight)
  })
}
