import { onScopeDispose, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { UnsavedRegistry, type IsConcerned, type UnsavedEntry } from './unsaved-registry.ts'

const registry = new UnsavedRegistry()

interface Question {
  /** What would be lost, by name. */
  readonly losses: readonly string[]
  readonly answer: (isDiscarded: boolean) => void
}
/** The question that waits for an answer; one dialog of the app shows it. */
export const unsavedQuestion = shallowRef<Question>()

/** True where something typed and not saved would be lost, on the pages of `isConcerned` or on all. */
export const hasUnsaved = (isConcerned?: IsConcerned): boolean =>
  registry.losses(isConcerned).length > 0

/**
 * Asks before something typed is lost; at once true where nothing is. The tab bar, sign-out and the
 * router ask here. A second question while one is open counts as "stay".
 */
export function mayDiscard(isConcerned?: IsConcerned): Promise<boolean> {
  const losses = registry.losses(isConcerned)
  if (losses.length === 0) return Promise.resolve(true)
  if (unsavedQuestion.value) return Promise.resolve(false)
  return new Promise((resolve) => {
    unsavedQuestion.value = {
      losses,
      answer: (isDiscarded) => {
        unsavedQuestion.value = undefined
        resolve(isDiscarded)
      },
    }
  })
}

/** No question any more: the page goes away with everything on it. */
export const releaseUnsaved = (): void => {
  registry.release()
}

/**
 * Guards what is typed on this page while `isDirty`: closing its tab, leaving a page that is not kept,
 * signing out and closing the window ask first. `what` names what would be lost; without it the page's
 * own name does. @returns `mayDiscard`, which asks about this alone, for a form that is closed or
 * replaced while its page stays
 */
export function useUnsavedGuard(
  isDirty: MaybeRefOrGetter<boolean>,
  what?: MaybeRefOrGetter<string>,
) {
  const { t } = useI18n({ useScope: 'global' })
  const { path, meta } = useRoute()
  const { titleKey } = meta
  const entry: UnsavedEntry = {
    path,
    isDirty: () => toValue(isDirty),
    what: () => (what === undefined ? (titleKey ? t(titleKey) : path) : toValue(what)),
  }
  onScopeDispose(registry.add(entry))
  return { mayDiscard: () => mayDiscard((_path, each) => each === entry) }
}
