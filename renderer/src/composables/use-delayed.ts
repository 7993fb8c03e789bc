import { onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'

/** What takes less than this shows nothing, so that quick answers do not flicker. */
const PATIENCE_MS = 200

/** Becomes true once `source` has been true for 200 ms; false at once. */
export function useDelayed(source: MaybeRefOrGetter<boolean>): Readonly<Ref<boolean>> {
  const isShown = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => toValue(source),
    (isOn) => {
      clearTimeout(timer)
      if (!isOn) isShown.value = false
      else timer = setTimeout(() => (isShown.value = true), PATIENCE_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return isShown
}
