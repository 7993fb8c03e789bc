const CONTROLS = 'button, a, input, label, [role=button]'

/** Opens the row of a table that was clicked, or that has the focus when Enter is pressed. */
export function useRowOpen<Row>(rows: () => readonly Row[] | undefined, open: (row: Row) => void) {
  function openAt(target: EventTarget | null): void {
    const line = target instanceof Element ? target.closest('tbody tr') : null
    const row = line instanceof HTMLTableRowElement && rows()?.[line.sectionRowIndex]
    if (row) open(row)
  }

  /** A click on a control of the row, or the end of marking text, is not meant for the row. */
  function onClick(event: MouseEvent): void {
    const isControl = event.target instanceof Element && event.target.closest(CONTROLS)
    if (!isControl && !getSelection()?.toString()) openAt(event.target)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.target instanceof HTMLTableRowElement) openAt(event.target)
  }

  return { onClick, onKeydown }
}
