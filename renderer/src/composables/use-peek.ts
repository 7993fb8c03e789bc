import { computed, nextTick, ref, watch } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { readListState } from './list-state.ts'

interface PeekOptions<Row, Id extends string | number> {
  readonly rows: () => readonly Row[] | undefined
  readonly idOf: (row: Row) => Id
  /** Reads what stands in the address, which anybody may have written; undefined for no id. */
  readonly read: (text: unknown) => Id | undefined
  /** Its name in the address. */
  readonly param?: string
}

/** Reads the id of a row that is counted: 1, 2, 3 … */
export const readNumber = (text: unknown): number | undefined =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined

/**
 * The record that is looked at beside its list. It is in the address (`?peek=7`), so a reload and a sent
 * link show it too. What the list keeps beside its address stays. Closing gives the keyboard back to the
 * row.
 */
export function usePeek<Row, Id extends string | number>(options: PeekOptions<Row, Id>) {
  const { rows, idOf, param = 'peek' } = options
  const route = useRoute()
  const router = useRouter()
  // The address of another page says nothing about a list that is kept in the background.
  const ownPath = route.path

  const read = () => options.read(route.query[param])
  const id = ref(read())
  watch(
    () => route.query,
    () => {
      if (route.path === ownPath) id.value = read()
    },
  )
  const index = computed(() => (rows() ?? []).findIndex((row) => idOf(row) === id.value))
  const neighbour = (by: 1 | -1): Id | undefined => {
    const row = index.value < 0 ? undefined : rows()?.[index.value + by]
    return row && idOf(row)
  }
  const previous = computed(() => neighbour(-1))
  const next = computed(() => neighbour(1))

  /** Where a record is seen beside this list. A step from one to the next leaves no trail behind. */
  const linkTo = (record: Id | undefined): RouteLocationRaw => ({
    query: { ...route.query, [param]: record === undefined ? undefined : String(record) },
    state: { list: { ...readListState() } },
    replace: id.value !== undefined,
  })

  function open(record: Id | undefined): void {
    if (record !== undefined && record !== id.value) void router.push(linkTo(record))
  }

  async function close(): Promise<void> {
    const row = document.querySelector('tr[aria-current="true"]')
    await router.push(linkTo(undefined))
    await nextTick()
    if (row instanceof HTMLElement && row.isConnected) row.focus()
  }

  return { id, previous, next, linkTo, open, close }
}
