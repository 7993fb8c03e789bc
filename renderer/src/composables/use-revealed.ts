import { computed, onScopeDispose, ref, watch } from 'vue'
import { useCountdown } from './use-countdown.ts'
import { REVEAL_SECONDS } from '../../../server/contract/personal.ts'

/**
 * A personal value in sight: for a minute by this computer's clock, and no longer than the page is shown
 * and `subject` stays the same.
 */
export function useRevealed(subject: () => unknown) {
  const value = ref<string>()
  const untilMs = ref<number>()
  const secondsLeft = useCountdown(untilMs)

  function hide(): void {
    value.value = undefined
    untilMs.value = undefined
  }
  const onHidden = (): void => {
    if (document.visibilityState === 'hidden') hide()
  }
  document.addEventListener('visibilitychange', onHidden)
  window.addEventListener('pagehide', hide)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onHidden)
    window.removeEventListener('pagehide', hide)
  })
  watch(subject, hide)
  watch(secondsLeft, (seconds) => {
    if (seconds === 0) hide()
  })

  return {
    value: computed(() => value.value),
    secondsLeft,
    show(whole: string) {
      value.value = whole
      untilMs.value = Date.now() + REVEAL_SECONDS * 1000
    },
    hide,
  }
}
