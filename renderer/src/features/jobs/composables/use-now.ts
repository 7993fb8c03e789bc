import { onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'

const TICK_MS = 1_000

/** The present (epoch ms), moving once a second while it is of use. */
export function useNow(isOfUse: MaybeRefOrGetter<boolean>): Readonly<Ref<number>> {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  watch(
    () => toValue(isOfUse),
    (isOn) => {
      clearInterval(timer)
      now.value = Date.now()
      if (isOn) timer = setInterval(() => (now.value = Date.now()), TICK_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearInterval(timer)
  })
  return now
}
