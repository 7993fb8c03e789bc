import { onBeforeUnmount, onMounted, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router'

interface LeaveGuardOptions {
  readonly isDirty: MaybeRefOrGetter<boolean>
  /** Whether a change of the address within the page loses what was changed. */
  readonly isLeaving: (to: RouteLocationNormalized, from: RouteLocationNormalized) => boolean
}

/**
 * Holds whoever leaves with unsaved changes until he has answered: show a question while `isAsking`,
 * then call `answer`. Closing the window is held by the browser's own question.
 */
export function useLeaveGuard({ isDirty, isLeaving }: LeaveGuardOptions) {
  const pending = shallowRef<(leave: boolean) => void>()

  function ask(): Promise<boolean> {
    return new Promise((resolve) => {
      pending.value = resolve
    })
  }
  function answer(leave: boolean): void {
    pending.value?.(leave)
    pending.value = undefined
  }

  onBeforeRouteLeave(() => (toValue(isDirty) ? ask() : true))
  onBeforeRouteUpdate((to, from) => (toValue(isDirty) && isLeaving(to, from) ? ask() : true))

  function hold(event: BeforeUnloadEvent): void {
    if (toValue(isDirty)) event.preventDefault()
  }
  onMounted(() => {
    window.addEventListener('beforeunload', hold)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', hold)
  })

  return { pending, answer }
}
