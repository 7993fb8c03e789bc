import { onScopeDispose, ref, shallowRef } from 'vue'

const SHOWN_MS = 8_000

/** One act that can still be taken back, for eight seconds; longer while the toast is looked at. */
export function useUndo() {
  const text = ref<string>()
  const act = shallowRef<() => Promise<void>>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    text.value = undefined
    act.value = undefined
  }
  function wait(): void {
    clearTimeout(timer)
    timer = setTimeout(hide, SHOWN_MS)
  }
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return {
    text,
    hide,
    /** Time stands still, and goes on from the start. */
    hold: () => {
      clearTimeout(timer)
    },
    wait,
    offer(said: string, undo: () => Promise<void>) {
      text.value = said
      act.value = undo
      wait()
    },
    async undo() {
      const take = act.value
      hide()
      await take?.()
    },
  }
}
