import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'

/** Asks again and again while the page is in sight; each wait begins anew when the pace changes. */
export function usePolling(ask: () => void, everyMs: MaybeRefOrGetter<number>): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const start = (): void => {
    clearInterval(timer)
    if (document.hidden) return
    timer = setInterval(ask, toValue(everyMs))
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
