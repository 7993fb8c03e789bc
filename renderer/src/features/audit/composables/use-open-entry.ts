import { computed, nextTick, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { z } from 'zod'

/**
 * Which entry is open, kept in the address (`?entry=`). Opening is a step that "back" undoes; going on to
 * the next one is not.
 */
export function useOpenEntry(ids: Readonly<Ref<readonly string[]>>) {
  const route = useRoute()
  const router = useRouter()
  const ownPath = route.path
  const openId = computed(() =>
    route.path === ownPath ? z.uuid().safeParse(route.query['entry']).data : undefined,
  )

  async function open(id: string): Promise<void> {
    const how = openId.value ? 'replace' : 'push'
    await router[how]({ query: { ...route.query, entry: id } })
  }
  async function close(): Promise<void> {
    const id = openId.value
    const { entry: _entry, ...query } = route.query
    await router.push({ query })
    await nextTick()
    // Whoever works by keyboard goes on where he was.
    document.querySelector<HTMLElement>(`tr:has([data-entry="${id ?? ''}"])`)?.focus()
  }

  const place = computed(() => ids.value.indexOf(openId.value ?? ''))
  const neighbour = (step: 1 | -1): string | undefined =>
    place.value < 0 ? undefined : ids.value[place.value + step]
  const newer = computed(() => neighbour(-1))
  const older = computed(() => neighbour(1))
  return { openId, open, close, newer, older }
}
