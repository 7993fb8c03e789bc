import { expect, test } from 'vitest'
import {
  NO_TABS,
  TABS_MAX,
  neighbourOf,
  replacedTab,
  restoredTabs,
  storedTabs,
  toStored,
  withMoved,
  withPin,
  withTab,
  withoutOthers,
  type Tab,
} from './tab-list.ts'

const tab = (path: string, isPinned = false): Tab => ({ path, address: path, isPinned })
const paths = (tabs: readonly Tab[]) => tabs.map((each) => each.path).join(' ')
const three = [tab('/a'), tab('/b'), tab('/c')]

test('a page that is open only notes its new address', () => {
  const tabs = withTab(three, '/b?status=active')
  expect(paths(tabs)).toBe('/a /b /c')
  expect(tabs[1]?.address).toBe('/b?status=active')
})

test('a page takes the place of the one that led to it, and stands there once; what is dirty stays', () => {
  expect(paths(replacedTab(three, '/b', '/d?step=2'))).toBe('/a /d /c')
  expect(paths(replacedTab(three, '/b', '/c'))).toBe('/a /c')
  expect(paths(replacedTab(three, '/gone', '/d'))).toBe('/a /b /c')
  const isUploading = (path: string) => path === '/b'
  expect(paths(replacedTab(three, '/b', '/c', isUploading))).toBe('/a /b /c')
})

test('past the limit the oldest goes that is neither pinned nor has to stay', () => {
  const many = [tab('/pinned', true), tab('/dirty'), tab('/old')]
  const full = [...many, ...Array.from({ length: TABS_MAX - 3 }, (_, n) => tab(`/${n}`))]
  const tabs = withTab(full, '/new', (path) => path === '/dirty')
  expect(tabs).toHaveLength(TABS_MAX)
  expect(paths(tabs)).toMatch(/^\/pinned \/dirty \/0 /)
})

test('pinned tabs come first and stay there', () => {
  const tabs = withPin(three, '/c', true)
  expect(paths(tabs)).toBe('/c /a /b')
  expect(paths(withMoved(tabs, '/b', 0))).toBe('/c /b /a')
  expect(paths(withMoved(tabs, '/c', 2))).toBe('/c /a /b')
})

test('closing the others leaves what is pinned', () => {
  expect(paths(withoutOthers(withPin(three, '/c', true), '/b'))).toBe('/c /b')
})

test('the right neighbour takes over, else the left one', () => {
  expect(neighbourOf(three, '/b')?.path).toBe('/c')
  expect(neighbourOf(three, '/c')?.path).toBe('/b')
  expect(neighbourOf([tab('/a')], '/a')).toBeUndefined()
})

test('what was searched for is not written down', () => {
  const kept = toStored([{ ...tab('/members'), address: '/members?keyword=138&status=active' }], '')
  expect(kept.tabs).toEqual([{ address: '/members?status=active', isPinned: false }])
})

test('kept tabs come back without what is no page, those open by now behind them', () => {
  const stored = {
    ...NO_TABS,
    tabs: ['/gone', '/a?x=1', '/a', '/b'].map((address) => ({ address, isPinned: false })),
  }
  const tabs = restoredTabs(stored, [tab('/a'), tab('/c')], (address) => address !== '/gone')
  expect(paths(tabs)).toBe('/a /b /c')
})

test.each(['//evil.example', 'https://evil.example', '/\\evil', 'members', ''])(
  'the address %j is none of ours',
  (address) => {
    expect(
      storedTabs.safeParse({ tabs: [{ address, isPinned: false }], active: null }).success,
    ).toBe(false)
  },
)
