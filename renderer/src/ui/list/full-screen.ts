import {
  inject,
  onActivated,
  onBeforeUnmount,
  onDeactivated,
  provide,
  ref,
  watch,
  type InjectionKey,
  type Ref,
} from 'vue'
import { useDocumentKeys } from '../../composables/use-document-keys.ts'

const KEY: InjectionKey<Ref<boolean>> = Symbol('full screen')

/** All that is beside `root` or beside what it lies in. */
function besides(root: Element | null): HTMLElement[] {
  const found: HTMLElement[] = []
  for (let each = root; each?.parentElement && each.parentElement !== document.body;) {
    for (const other of each.parentElement.children) {
      if (other !== each && other instanceof HTMLElement && !other.inert) found.push(other)
    }
    each = each.parentElement
  }
  return found
}

/**
 * Called by the frame of a list page; its tools find the switch by `useFullScreen`. What a list in full screen
 * covers can not be reached by Tab either, as long as its page is in front; Esc ends it.
 */
export function provideFullScreen(root: Readonly<Ref<HTMLElement | null>>): Ref<boolean> {
  const isFull = ref(false)
  provide(KEY, isFull)

  let covered: HTMLElement[] = []
  // By a list: a page that is put behind another one is out of the document before it hears of it.
  function uncover(): void {
    for (const each of covered) each.inert = false
    covered = []
  }
  function cover(): void {
    uncover()
    if (isFull.value) covered = besides(root.value)
    for (const each of covered) each.inert = true
  }
  watch(isFull, cover)
  onActivated(cover)
  onDeactivated(uncover)
  onBeforeUnmount(uncover)

  useDocumentKeys((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !isFull.value) return
    const { target } = event
    if (target instanceof Element && target.closest('[role="dialog"],.el-overlay')) return
    isFull.value = false
  })
  return isFull
}

/** Whether the list covers the window; undefined where no frame is around. */
export const useFullScreen = (): Ref<boolean> | undefined => inject(KEY, undefined)
