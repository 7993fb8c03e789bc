import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'

const KEY: InjectionKey<Ref<boolean>> = Symbol('full screen')

/** Called by the frame of a list page; its tools find the switch by `useFullScreen`. */
export function provideFullScreen(): Ref<boolean> {
  const isFull = ref(false)
  provide(KEY, isFull)
  return isFull
}

/** Whether the list covers the window; undefined where no frame is around. */
export const useFullScreen = (): Ref<boolean> | undefined => inject(KEY, undefined)
