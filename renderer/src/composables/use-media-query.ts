import { onScopeDispose, ref, type Ref } from 'vue'

/** True while a condition of CSS holds, such as `(max-width: 1280px)`. */
export function useMediaQuery(condition: string): Readonly<Ref<boolean>> {
  const list = matchMedia(condition)
  const holds = ref(list.matches)
  const take = (): void => {
    holds.value = list.matches
  }
  list.addEventListener('change', take)
  onScopeDispose(() => list.removeEventListener('change', take))
  return holds
}
