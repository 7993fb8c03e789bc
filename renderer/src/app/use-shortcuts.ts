import { onBeforeUnmount, onMounted } from 'vue'

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** `/` leads to the page's search field and `?` lists the keys, except while someone is writing. */
export function useShortcuts(options: { showKeys: () => void }): void {
  function onKeydown(event: KeyboardEvent): void {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
    if (!isPlain || event.defaultPrevented || isWriting(event.target)) return
    if (event.key === '?') options.showKeys()
    if (event.key !== '/') return
    const field = document.querySelector<HTMLElement>('input[data-shortcut="search"]')
    if (!field) return
    event.preventDefault()
    field.focus()
  }
  onMounted(() => {
    document.addEventListener('keydown', onKeydown)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('keydown', onKeydown)
  })
}
