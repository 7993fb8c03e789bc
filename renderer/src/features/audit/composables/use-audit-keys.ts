import { onScopeDispose, type Ref } from 'vue'

interface Keys {
  readonly openId: Readonly<Ref<string | undefined>>
  readonly newer: Readonly<Ref<string | undefined>>
  readonly older: Readonly<Ref<string | undefined>>
  readonly open: (id: string) => void
  readonly close: () => void
}
/** Where a key means a letter, or closes what lies on top. */
const ELSEWHERE = 'input, textarea, [contenteditable], [role=dialog], .el-select, .el-popper'

/** J and K step through the entries, Escape closes the open one. */
export function useAuditKeys({ openId, newer, older, open, close }: Keys): void {
  function onKeydown(event: KeyboardEvent): void {
    if (!openId.value || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.defaultPrevented) return
    if (event.target instanceof Element && event.target.closest(ELSEWHERE)) return
    if (event.key === 'Escape') close()
    if (event.key === 'j' && older.value) open(older.value)
    if (event.key === 'k' && newer.value) open(newer.value)
  }
  document.addEventListener('keydown', onKeydown)
  onScopeDispose(() => document.removeEventListener('keydown', onKeydown))
}
