import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'

const GAP_PX = 4
const EDGE_PX = 8

interface AnchorOptions {
  readonly isOpen: Readonly<Ref<boolean>>
  readonly anchor: Readonly<Ref<HTMLElement | null>>
  readonly panel: Readonly<Ref<HTMLElement | null>>
  readonly align: () => 'start' | 'end'
}

/**
 * Where a panel goes: below its anchor, above where there is more room, never out of the window. Follows
 * scrolling and resizing. The style is for `position: fixed`.
 */
export function useAnchor({ isOpen, anchor, panel, align }: AnchorOptions) {
  const style = shallowRef<Record<string, string>>({})

  function place(): void {
    const at = anchor.value?.getBoundingClientRect()
    const size = panel.value?.getBoundingClientRect()
    if (!at || !size) return
    const roomBelow = window.innerHeight - at.bottom - GAP_PX - EDGE_PX
    const roomAbove = at.top - GAP_PX - EDGE_PX
    const isBelow = (panel.value?.scrollHeight ?? 0) <= roomBelow || roomBelow >= roomAbove
    const start = align() === 'start' ? at.left : at.right - size.width
    const left = Math.max(EDGE_PX, Math.min(start, window.innerWidth - size.width - EDGE_PX))
    style.value = {
      left: `${left}px`,
      maxHeight: `${Math.max(120, isBelow ? roomBelow : roomAbove)}px`,
      ...(isBelow
        ? { top: `${at.bottom + GAP_PX}px` }
        : { bottom: `${window.innerHeight - at.top + GAP_PX}px` }),
    }
  }
  const listen = (how: 'addEventListener' | 'removeEventListener'): void => {
    window[how]('resize', place)
    // Captured, because scrolling inside the page does not bubble.
    window[how]('scroll', place, true)
  }
  const sizes = new ResizeObserver(place)
  watch(
    [isOpen, panel],
    ([open, element]) => {
      listen('removeEventListener')
      sizes.disconnect()
      if (!open || !element) return
      listen('addEventListener')
      sizes.observe(element)
      place()
    },
    { flush: 'post' },
  )
  onBeforeUnmount(() => {
    listen('removeEventListener')
    sizes.disconnect()
  })
  return style
}
