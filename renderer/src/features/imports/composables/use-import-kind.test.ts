import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, reactive, ref, type EffectScope } from 'vue'
import { useImportKind } from './use-import-kind.ts'

const router = vi.hoisted(() => ({ replace: vi.fn() }))
const route = reactive({ path: '', query: {} })
const rights = new Set<string>()
vi.mock('vue-router', () => ({ useRoute: () => route, useRouter: () => router }))
vi.mock('../../../composables/use-rights.ts', () => ({
  useRights: () => ({ can: (right: string) => rights.has(right) }),
}))

let scope: EffectScope
const isUploading = ref(false)
const open = () => {
  const kind = scope.run(() => useImportKind(isUploading))
  if (!kind) throw new Error('no scope')
  return kind
}
async function go(path: string, kind?: string) {
  Object.assign(route, { path, query: kind === undefined ? {} : { kind } })
  await nextTick()
}
beforeEach(async () => {
  scope = effectScope()
  rights.add('members.import').add('orders.import')
  isUploading.value = false
  await go('/imports/new', 'members')
})
afterEach(() => {
  scope.stop()
})

test('a link to the open page may ask for the other kind; what other pages ask is theirs', async () => {
  const kind = open()
  await go('/imports', 'orders')
  expect(kind.value).toBe('members')
  await go('/imports/new', 'orders')
  expect(kind.value).toBe('orders')
  await go('/imports/new')
  expect(kind.value).toBe('orders')
})

test('the kind of a file that is being sent stays', async () => {
  const kind = open()
  isUploading.value = true
  await go('/imports/new', 'orders')
  expect(kind.value).toBe('members')
})

test('a kind that the reader may not import is not preselected', async () => {
  rights.delete('members.import')
  expect(open().value).toBe('orders')
})

test('a choice made by hand stands in the address, so that coming back by the tab keeps it', () => {
  const kind = open()
  kind.value = 'orders'
  expect(router.replace).toHaveBeenCalledWith({ query: { kind: 'orders' } })
})
