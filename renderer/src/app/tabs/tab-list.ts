import { z } from 'zod'

/** More are neither read at a glance nor worth their memory. */
export const TABS_MAX = 20
const ADDRESS_MAX = 500

/** An open page. `path` is what it is; `address` is the path with its query and hash. */
export interface Tab {
  readonly path: string
  readonly address: string
  readonly isPinned: boolean
}

/** An address of this page and no other: it begins with one slash. */
const address = z
  .string()
  .max(ADDRESS_MAX)
  .regex(/^\/(?![/\\])/)

/** What is kept from one start to the next. */
export const storedTabs = z.object({
  tabs: z.array(z.object({ address, isPinned: z.boolean() })).max(TABS_MAX),
  active: address.nullable(),
})
export type StoredTabs = z.infer<typeof storedTabs>
export const NO_TABS: StoredTabs = { tabs: [], active: null }

export const pathOf = (address: string): string => address.split(/[?#]/)[0] ?? ''

/**
 * An address as it is kept. What was searched for is often a phone number, so it is left out: it stays
 * in the window and is not written down.
 */
export function withoutSearch(address: string): string {
  const url = new URL(address, 'http://here')
  url.searchParams.delete('keyword')
  return `${url.pathname}${url.search}${url.hash}`
}

/** Pinned tabs come first; the order within both groups stays. */
const inOrder = (tabs: readonly Tab[]): Tab[] => [
  ...tabs.filter((tab) => tab.isPinned),
  ...tabs.filter((tab) => !tab.isPinned),
]

/**
 * Adds a page at the end, or notes the new address of one that is open. Past the limit the oldest page
 * that is neither pinned nor `mustStay` is closed.
 */
export function withTab(
  tabs: readonly Tab[],
  address: string,
  mustStay: (path: string) => boolean = () => false,
): Tab[] {
  const path = pathOf(address)
  if (tabs.some((tab) => tab.path === path)) {
    return tabs.map((tab) => (tab.path === path ? { ...tab, address } : tab))
  }
  const added = [...tabs, { path, address, isPinned: false }]
  if (added.length <= TABS_MAX) return added
  const oldest = tabs.find((tab) => !tab.isPinned && !mustStay(tab.path))
  return added.filter((tab) => tab !== oldest)
}

export const withoutTab = (tabs: readonly Tab[], path: string): Tab[] =>
  tabs.filter((tab) => tab.path !== path)

/**
 * Puts a page in the place of `former`; where it is open already, the other one just goes. One that
 * `mustStay` stays.
 */
export function replacedTab(
  tabs: readonly Tab[],
  former: string | undefined,
  address: string,
  mustStay: (path: string) => boolean = () => false,
): Tab[] {
  const path = pathOf(address)
  if (former === undefined || path === former || mustStay(former)) return [...tabs]
  if (tabs.some((tab) => tab.path === path)) return withoutTab(tabs, former)
  return tabs.map((tab) => (tab.path === former ? { ...tab, path, address } : tab))
}

/** Leaves `path` and what is pinned. */
export const withoutOthers = (tabs: readonly Tab[], path: string): Tab[] =>
  tabs.filter((tab) => tab.path === path || tab.isPinned)

export const withPin = (tabs: readonly Tab[], path: string, isPinned: boolean): Tab[] =>
  inOrder(tabs.map((tab) => (tab.path === path ? { ...tab, isPinned } : tab)))

/** Moves a tab to `index`; a pinned one stays among the pinned and an unpinned one behind them. */
export function withMoved(tabs: readonly Tab[], path: string, index: number): Tab[] {
  const tab = tabs.find((each) => each.path === path)
  if (!tab) return [...tabs]
  const rest = withoutTab(tabs, path)
  const place = Math.min(Math.max(index, 0), rest.length)
  return inOrder([...rest.slice(0, place), tab, ...rest.slice(place)])
}

/** The tab that takes over when `path` is closed: the right neighbour, else the left one. */
export function neighbourOf(tabs: readonly Tab[], path: string): Tab | undefined {
  const index = tabs.findIndex((tab) => tab.path === path)
  return tabs[index + 1] ?? tabs[index - 1]
}

/** What was kept, with the pages that are open by now behind it. */
export function restoredTabs(
  stored: StoredTabs,
  open: readonly Tab[],
  isPage: (address: string) => boolean,
): Tab[] {
  const kept = stored.tabs
    .filter((tab) => isPage(tab.address))
    .map(({ address, isPinned }): Tab => ({ path: pathOf(address), address, isPinned }))
  const unique = kept.filter(
    (tab, index) => kept.findIndex((each) => each.path === tab.path) === index,
  )
  return inOrder(open.reduce((tabs, tab) => withTab(tabs, tab.address), unique))
}

export const toStored = (tabs: readonly Tab[], activePath: string): StoredTabs => {
  const kept = tabs
    .slice(0, TABS_MAX)
    .map(({ address, isPinned }) => ({ address: withoutSearch(address), isPinned }))
    .filter((tab) => address.safeParse(tab.address).success)
  return {
    tabs: kept,
    active: kept.find((tab) => pathOf(tab.address) === activePath)?.address ?? null,
  }
}
