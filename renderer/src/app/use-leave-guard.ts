import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { hasUnsaved, mayDiscard } from '../composables/use-unsaved-guard.ts'

/**
 * Asks before a page is left that is not kept in a tab, and has the window ask before it goes: a browser in
 * its own words, the desktop app by a dialog of the system.
 */
export function useLeaveGuard(isKept: (path: string) => boolean): void {
  const router = useRouter()
  const stop = router.beforeEach(async (to, from) => {
    if (to.path === from.path || isKept(from.path)) return true
    return mayDiscard((path) => path === from.path)
  })

  function onBeforeUnload(event: BeforeUnloadEvent): void {
    if (!hasUnsaved()) return
    event.preventDefault()
    // Browsers of before 2024 ask only where this is set too.
    event.returnValue = true
  }
  window.addEventListener('beforeunload', onBeforeUnload)
  onScopeDispose(() => {
    stop()
    window.removeEventListener('beforeunload', onBeforeUnload)
  })
}
