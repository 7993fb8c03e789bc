import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { desktop } from '../api/desktop.ts'
import { hasUnsaved, mayDiscard, releaseUnsaved } from '../composables/use-unsaved-guard.ts'

/**
 * Asks before the window goes, and before a page is left that is not kept in a tab. A browser asks in its
 * own words; the desktop app asks in ours, and closes the window itself where the answer is to discard.
 */
export function useLeaveGuard(isKept: (path: string) => boolean): void {
  const router = useRouter()
  const stop = router.beforeEach(async (to, from) => {
    if (to.path === from.path || isKept(from.path)) return true
    return mayDiscard((path) => path === from.path)
  })

  async function askInDesktop(): Promise<void> {
    if (!(await mayDiscard())) return
    releaseUnsaved()
    window.close()
  }
  function onBeforeUnload(event: BeforeUnloadEvent): void {
    if (!hasUnsaved()) return
    event.preventDefault()
    // Browsers of before 2024 ask only where this is set too.
    event.returnValue = true
    if (desktop) void askInDesktop()
  }
  window.addEventListener('beforeunload', onBeforeUnload)
  onScopeDispose(() => {
    stop()
    window.removeEventListener('beforeunload', onBeforeUnload)
  })
}
