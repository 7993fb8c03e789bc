import { computed, nextTick, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

interface PeekOptions<Row> {
  readonly rows: () => readonly Row[] | undefined
  readonly idOf: (row: Row) => number
}

/**
 * The record that is looked at beside its list. It is in the address (`?peek=7`), so a reload and a sent
 * link show it too. Closing gives the keyboard back to where it was.
 */
export function usePeek<Row>({ rows, idOf }: PeekOptions<Row>) {
  const route = useRoute()
  const router = useRouter()
  // The address of another page says nothing about a list that is kept in the background.
  const ownPath = route.path
  let cameFrom: Element | null = null

  const read = (): number | undefined => {
    const given = route.query['peek']
    return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : undefined
  }
  const id = ref(read())
  watch(
    () => route.query,
    () => {
      if (route.path === ownPath) id.value = read()
    },
  )
  const index = computed(() => (rows() ?? []).findIndex((row) => idOf(row) === id.value))
  const hasPrevious = computed(() => index.value > 0)
  const hasNext = computed(() => index.value < (rows()?.length ?? 0) - 1)

  /** A step from record to record leaves no trail of addresses behind. */
  function open(next: number): void {
    const isStep = id.value !== undefined
    if (!isStep) cameFrom = document.activeElement
    void router[isStep ? 'replace' : 'push']({ query: { ...route.query, peek: String(next) } })
  }

  async function close(): Promise<void> {
    await router.replace({ query: { ...route.query, peek: undefined } })
    await nextTick()
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus()
    cameFrom = null
  }

  function step(by: 1 | -1): void {
    const row = rows()?.[index.value + by]
    if (row) open(idOf(row))
  }

  return { id, hasPrevious, hasNext, open, close, step }
}
