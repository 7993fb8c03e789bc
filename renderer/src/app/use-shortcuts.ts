import { onBeforeUnmount, onMounted } from 'vue'

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

interface Shortcuts {
  readonly showKeys: () => void
  readonly openPalette: () => void
  /** `steps` is 1 to the right, −1 to the left. */
  readonly moveTab: (steps: number) => void
}

/**
 * `/` leads to the page's search field and `?` lists the keys, except while someone is writing, when
 * Ctrl+Shift+arrow selects words too; Ctrl+K finds anything from anywhere.
 */
export function useShortcuts({ showKeys, openPalette, moveTab }: Shortcuts): void {
  function onControl(event: KeyboardEvent): void {
    const key = event.key.toLowerCase()
    if (key === 'k' && !event.shiftKey) {
      event.preventDefault()
      openPalette()
    }
    const steps = { arrowleft: -1, arrowright: 1 }[key]
    if (steps === undefined || !event.shiftKey || isWriting(event.target)) return
    event.preventDefault()
    moveTab(steps)
  }
  function onPlain(event: KeyboardEvent): void {
    if (isWriting(event.target)) return
    if (event.key === '?') showKeys()
    if (event.key !== '/') return
    const fields = document.querySelectorAll<HTMLElement>('input[data-shortcut="search"]')
    const field = [...fields].find((each) => each.offsetParent !== null)
    if (!field) return
    event.preventDefault()
    field.focus()
  }
  function onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.altKey) return
    if (event.ctrlKey || event.metaKey) onControl(event)
    else onPlain(event)
  }
  onMounted(() => {
    document.addEventListener('keydown', onKeydown)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('keydown', onKeydown)
  })
}
