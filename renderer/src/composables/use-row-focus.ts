import { ref, watch, type Ref } from 'vue'

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(last, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_index, last) => last,
}

/** One row of a table is in the tab order; arrows, Home and End move it. `rows` resets it. */
export function useRowFocus(rows: () => unknown): {
  current: Readonly<Ref<number>>
  onKeydown: (event: KeyboardEvent) => void
  onFocus: (index: number) => void
} {
  const current = ref(0)
  watch(rows, () => (current.value = 0))

  function onKeydown(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    const body = event.currentTarget
    if (!step || !(body instanceof HTMLTableSectionElement)) return
    // Only the row itself moves; an arrow inside a control of a cell belongs to that control.
    if (!(event.target instanceof HTMLTableRowElement)) return
    event.preventDefault()
    current.value = step(current.value, body.rows.length - 1)
    body.rows[current.value]?.focus()
  }
  return { current, onKeydown, onFocus: (index) => (current.value = index) }
}
