import { watch, type Ref } from 'vue'

/**
 * Leads the keyboard to the heading of a step that takes the place of another one, whose button would take
 * it along. `shown` tells one from the other; undefined while there is none, and the first is left alone.
 */
export function useStepFocus(
  root: Readonly<Ref<HTMLElement | null>>,
  shown: Readonly<Ref<string | undefined>>,
): void {
  watch(
    shown,
    (now, before) => {
      if (now === undefined || before === undefined) return
      root.value?.querySelector<HTMLElement>('[data-step-heading]')?.focus({ preventScroll: true })
    },
    { flush: 'post' },
  )
}
