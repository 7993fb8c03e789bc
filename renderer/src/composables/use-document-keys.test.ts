import { afterEach, expect, test, vi } from 'vitest'
import { createRenderer, defineComponent, h, KeepAlive, nextTick, ref } from 'vue'
import { useDocumentKeys } from './use-document-keys.ts'

/** As much of a page as mounting takes. */
interface Place {
  readonly parent?: Place
}
const { createApp } = createRenderer<Place, Place>({
  insert: () => undefined,
  remove: () => undefined,
  createElement: () => ({}),
  createText: () => ({}),
  createComment: () => ({}),
  setText: () => undefined,
  setElementText: () => undefined,
  patchProp: () => undefined,
  parentNode: () => null,
  nextSibling: () => null,
})
afterEach(() => vi.unstubAllGlobals())

test('a page that is kept behind another one hears no keys, and hears them again in front', async () => {
  vi.stubGlobal('document', new EventTarget())
  const heard = vi.fn()
  const page = defineComponent({
    setup() {
      useDocumentKeys(heard)
      return () => h('p')
    },
  })
  const isInFront = ref(true)
  const app = createApp({ render: () => h(KeepAlive, () => (isInFront.value ? h(page) : null)) })
  app.mount({})
  const hearsAfter = async (change: () => void) => {
    change()
    await nextTick()
    heard.mockClear()
    document.dispatchEvent(new Event('keydown'))
    return heard.mock.calls.length
  }
  expect(await hearsAfter(() => undefined)).toBe(1)
  expect(await hearsAfter(() => (isInFront.value = false))).toBe(0)
  expect(await hearsAfter(() => (isInFront.value = true))).toBe(1)
  expect(await hearsAfter(() => app.unmount())).toBe(0)
})
