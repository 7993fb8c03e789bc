import { defineStore } from 'pinia'
import { computed, ref, watch, type Ref } from 'vue'
import { useRouter, type RouteLocationNormalizedLoaded, type Router } from 'vue-router'
import {
  useOwnPreference,
  useOwnPreferencesLoaded,
  useOwnPreferencesSettled,
} from '../../composables/use-own-preference.ts'
import { hasUnsaved, mayDiscard } from '../../composables/use-unsaved-guard.ts'
import {
  NO_TABS,
  neighbourOf,
  pathOf,
  replacedTab,
  restoredTabs,
  storedTabs,
  toStored,
  withMoved,
  withPin,
  withTab,
  withoutOthers,
  withoutTab,
  type StoredTabs,
  type Tab,
} from './tab-list.ts'

const HOME = '/members'
const RECENT_MAX = 6

interface Restoring {
  readonly router: Router
  readonly tabs: Ref<readonly Tab[]>
  readonly stored: Readonly<Ref<StoredTabs>>
  readonly isLoaded: Readonly<Ref<boolean>>
  readonly isPage: (address: string) => boolean
}

/**
 * Opens the tabs of the last time; whoever starts without naming a page goes on where he was.
 *
 * @returns true once it is known which page to begin with. It stays so: a page that is there waits for
 * nothing again.
 */
function useRestoring({ router, tabs, stored, isLoaded, isPage }: Restoring): Ref<boolean> {
  const isRestored = ref(false)

  async function restore(): Promise<void> {
    const { active } = stored.value
    const isFresh = router.currentRoute.value.redirectedFrom?.fullPath === '/'
    const isAlone = tabs.value.length <= 1
    const goesOn = isFresh && isAlone && active !== null && isPage(active)
    tabs.value = restoredTabs(stored.value, goesOn ? [] : tabs.value, isPage)
    // A page that cannot be loaded says so itself.
    if (goesOn) await router.replace(active).catch(() => undefined)
  }
  watch(
    useOwnPreferencesSettled(),
    async (isKnown) => {
      if (!isKnown) return
      if (isLoaded.value) await restore()
      isRestored.value = true
    },
    { immediate: true },
  )
  return isRestored
}

type Visited = Pick<RouteLocationNormalizedLoaded, 'fullPath'>

/** The open pages. They are kept by the server, so they are there again on the next start. */
export const useTabs = defineStore('tabs', () => {
  const router = useRouter()
  const stored = useOwnPreference('tabs', storedTabs, NO_TABS)
  const isLoaded = useOwnPreferencesLoaded()
  const tabs = ref<readonly Tab[]>([])
  /** Addresses by when they were shown last, the latest first; in this window only. */
  const recent = ref<readonly string[]>([])
  const activePath = computed(() => router.currentRoute.value.path)

  const isPage = (address: string): boolean => {
    const { name, meta } = router.resolve(address)
    return name !== 'notFound' && meta.titleKey !== undefined
  }
  const isDirty = (path: string): boolean => hasUnsaved((each) => each === path)

  /** Notes the page that is shown now, in the place of a page that has led to it and is done. */
  function visit({ fullPath }: Visited, insteadOf?: string): void {
    if (!isPage(fullPath)) return
    const kept = replacedTab(tabs.value, insteadOf, fullPath, isDirty)
    tabs.value = withTab(kept, fullPath, isDirty)
    const others = recent.value.filter((each) => pathOf(each) !== pathOf(fullPath))
    recent.value = [fullPath, ...others].slice(0, RECENT_MAX)
  }

  const isRestored = useRestoring({ router, tabs, stored, isLoaded, isPage })
  watch([tabs, activePath], () => {
    if (!isLoaded.value) return
    const next = toStored(tabs.value, activePath.value)
    if (JSON.stringify(next) !== JSON.stringify(stored.value)) stored.value = next
  })

  const find = (path: string): Tab | undefined => tabs.value.find((tab) => tab.path === path)

  async function show(path: string): Promise<void> {
    const tab = find(path)
    if (tab) await router.push(tab.address)
  }

  /** Asks first where something typed would be lost. The last page stays open. */
  async function close(path: string): Promise<void> {
    if (tabs.value.length <= 1 && path === HOME) return
    if (!(await mayDiscard((each) => each === path))) return
    const next = neighbourOf(tabs.value, path)
    // Left while it still counts as open: the answer has been given, and the router must not ask again.
    if (path === activePath.value) await router.push(next?.address ?? HOME)
    tabs.value = withoutTab(tabs.value, path)
  }

  async function closeOthers(path: string): Promise<void> {
    const left = withoutOthers(tabs.value, path)
    const isClosed = (each: string): boolean => !left.some((tab) => tab.path === each)
    if (!(await mayDiscard(isClosed))) return
    await show(path)
    tabs.value = withoutOthers(tabs.value, path)
  }

  function pin(path: string, isPinned: boolean): void {
    tabs.value = withPin(tabs.value, path, isPinned)
  }
  /** Moves a tab by `steps` to the right, or to the left where negative. */
  function move(path: string, steps: number): void {
    const index = tabs.value.findIndex((tab) => tab.path === path)
    tabs.value = withMoved(tabs.value, path, index + steps)
  }
  const moveTo = (path: string, index: number): void => {
    tabs.value = withMoved(tabs.value, path, index)
  }

  return {
    tabs,
    recent,
    activePath,
    isRestored,
    isDirty,
    visit,
    show,
    close,
    closeOthers,
    pin,
    move,
    moveTo,
  }
})
