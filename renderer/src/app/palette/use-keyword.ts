import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'

const TYPING_MS = 180
const KEYWORD_MAX = 32

/**
 * What to ask the server for, once typing pauses. A single Latin letter or digit finds too many to be of
 * use, a single Chinese character does not; an emptied field counts at once.
 */
export function useKeyword(typed: Ref<string>) {
  const keyword = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (text) => {
    clearTimeout(timer)
    const next = text.trim().slice(0, KEYWORD_MAX)
    if (!next) keyword.value = ''
    else timer = setTimeout(() => (keyword.value = next), TYPING_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  const isEnough = computed(() => keyword.value.length > 1 || /\P{ASCII}/u.test(keyword.value))
  return { keyword, isEnough }
}
