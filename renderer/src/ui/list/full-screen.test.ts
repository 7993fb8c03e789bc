import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRenderer, defineComponent, h, KeepAlive, nextTick, ref, shallowRef } from 'vue'
import { provideFullScreen } from './full-screen.ts'

/** As much of an element as covering takes. */
class Place {
  inert = false
  parentElement: Place | null = null
  readonly children: Place[] = []

  append(child: Place): Place {
    child.leave()
    child.parentElement = this
    this.children.push(child)
    return child
  }
  leave(): void {
    const siblings = this.parentElement?.children ?? []
    if (this.parentElement) siblings.splice(siblings.indexOf(this), 1)
    this.parentElement = null
  }
}
const { createApp } = createRenderer<Place, Place>({
  insert: (child, parent) => parent.append(child),
  remove: (child) => child.leave(),
  createElement: () => new Place(),
  createText: () => new Place(),
  createComment: () => new Place(),
  setText: () => undefined,
  setElementText: () => undefined,
  patchProp: () => undefined,
  parentNode: (place) => place.parentElement,
  nextSibling: () => null,
})

const body = new Place()
const window = body.append(new Place())
const sidebar = window.append(new Place())
const main = window.append(new Place())
let page: Place | null = null
let isFull = ref(false)
const List = defineComponent({
  setup() {
    const root = shallowRef<HTMLElement | null>(null)
    isFull = provideFullScreen(root)
    return () =>
      h('p', {
        ref: (place) => {
          root.value = place as HTMLElement | null
          page = place as Place | null
        },
      })
  },
})
const isInFront = ref(true)
const app = () =>
  createApp({ render: () => h(KeepAlive, () => (isInFront.value ? h(List) : null)) })

const press = async (key: string) => {
  document.dispatchEvent(Object.assign(new Event('keydown'), { key }))
  await nextTick()
}
const set = async (switched: { value: boolean }, value: boolean) => {
  switched.value = value
  await nextTick()
}

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { body }))
  vi.stubGlobal('HTMLElement', Place)
  vi.stubGlobal('Element', Place)
  isInFront.value = true
})
afterEach(() => vi.unstubAllGlobals())

test('a list in full screen puts the rest out of reach until Esc', async () => {
  const shown = app()
  shown.mount(main)
  await set(isFull, true)
  expect([sidebar.inert, main.inert, page?.inert]).toEqual([true, false, false])
  await press('Escape')
  expect([isFull.value, sidebar.inert]).toEqual([false, false])
  await set(isFull, true)
  shown.unmount()
  expect(sidebar.inert).toBe(false)
})

test('behind another page it covers nothing and hears no Esc; in front again it is as it was', async () => {
  const shown = app()
  shown.mount(main)
  await set(isFull, true)
  await set(isInFront, false)
  expect(sidebar.inert).toBe(false)
  await press('Escape')
  expect(isFull.value).toBe(true)
  await set(isInFront, true)
  expect(sidebar.inert).toBe(true)
  await press('Escape')
  expect([isFull.value, sidebar.inert]).toEqual([false, false])
  shown.unmount()
})
