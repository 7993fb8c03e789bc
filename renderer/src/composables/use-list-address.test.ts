import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, reactive } from 'vue'
import { z } from 'zod'
import { pageInput } from '../../../server/contract/pagination.ts'
import { useListAddress } from './use-list-address.ts'

const { route, router } = vi.hoisted(() => ({
  route: { path: '/members', query: {} },
  router: { push: vi.fn(), replace: vi.fn() },
}))
vi.mock('vue-router', () => ({ useRoute: () => shown, useRouter: () => router }))
const shown = reactive(route)

const schema = pageInput.extend({
  keyword: z.string().optional(),
  status: z.string().optional(),
  sort: z.enum(['id']).default('id'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
const MOBILE = '13812346207'
const history = {
  state: {} as unknown,
  replaceState(state: unknown) {
    this.state = state
  },
}

/** Shows an entry of the history. */
async function go(path: string, state: object = {}, query: Record<string, string> = {}) {
  history.state = state
  Object.assign(shown, { path, query })
  await nextTick()
}
let scope = effectScope()
const open = () => {
  const address = scope.run(() => useListAddress(schema))
  if (!address) throw new Error('no scope')
  return address
}

beforeEach(async () => {
  scope = effectScope()
  vi.stubGlobal('window', { history })
  await go('/members', { list: { keyword: MOBILE } }, { status: 'active' })
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

test('who comes back to a list by its tab finds what was searched for, and no address holds it', async () => {
  const { input } = open()
  await go('/orders')
  await go('/members', {}, { status: 'active' })
  expect(input.value).toMatchObject({ keyword: MOBILE, status: 'active' })
  expect(history.state).toEqual({ list: { keyword: MOBILE } })
  expect(shown.query).toEqual({ status: 'active' })
  expect(router.replace).not.toHaveBeenCalled()
})

test('a step back on the list, and another address of it, ask what they say', async () => {
  const { input } = open()
  await go('/members', {}, { status: 'active' })
  expect(input.value.keyword).toBeUndefined()
  await go('/members', { list: { keyword: MOBILE } })
  await go('/orders')
  await go('/members', {}, { status: 'disabled' })
  expect(input.value).toMatchObject({ status: 'disabled' })
  expect(input.value.keyword).toBeUndefined()
})

test('a link with a mobile to a list that is open is asked, and taken out of the address', async () => {
  const { input } = open()
  await go('/orders')
  await go('/members', {}, { status: 'active', keyword: '13900001111' })
  expect(input.value.keyword).toBe('13900001111')
  expect(router.replace).toHaveBeenCalledWith(
    expect.objectContaining({
      query: { status: 'active' },
      state: { list: { keyword: '13900001111' } },
    }),
  )
})
