import { computed, onScopeDispose, reactive, type WritableComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { useUnsavedGuard } from '../../../composables/use-unsaved-guard.ts'

/** A note that is being written, and the page it was last typed on. */
interface NoteDraft {
  readonly text: string
  readonly path: string
}

/** Notes being written, by member: they outlive the drawer, the tab and the layout they were typed in. */
const drafts = reactive(new Map<string, NoteDraft>())

/** What is being written about a member. */
export function useNoteDraft(uid: string): WritableComputedRef<string> {
  const route = useRoute()
  return computed({
    get: () => drafts.get(uid)?.text ?? '',
    set: (text) => {
      if (text === '') drafts.delete(uid)
      else drafts.set(uid, { text, path: route.path })
    },
  })
}

/** Has a page ask before notes typed on it are lost. With the page go those that were given up. */
export function useNoteDraftGuard(): void {
  const { path: ownPath } = useRoute()
  useUnsavedGuard(() =>
    [...drafts.values()].some(({ text, path }) => path === ownPath && text.trim() !== ''),
  )
  onScopeDispose(() => {
    for (const [uid, { path }] of drafts) if (path === ownPath) drafts.delete(uid)
  })
}
