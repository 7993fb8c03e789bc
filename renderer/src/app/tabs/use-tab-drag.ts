import { ref } from 'vue'
import { useTabs } from './use-tabs.ts'

/** Reordering by mouse: a tab takes the place of the one that it is dragged over. */
export function useTabDrag() {
  const tabs = useTabs()
  const dragged = ref<string>()

  function start(event: DragEvent, path: string): void {
    dragged.value = path
    event.dataTransfer?.setData('text/plain', '')
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  }
  function over(event: DragEvent, path: string): void {
    if (dragged.value === undefined) return
    event.preventDefault()
    if (dragged.value === path) return
    tabs.moveTo(
      dragged.value,
      tabs.tabs.findIndex((tab) => tab.path === path),
    )
  }
  function end(): void {
    dragged.value = undefined
  }
  return { dragged, start, over, end }
}
