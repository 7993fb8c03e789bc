import { computed, reactive, ref, shallowRef, watch } from 'vue'
import {
  chosenCount,
  isChosen,
  NOTHING,
  pageChoice,
  rangeOf,
  withRows,
  type PageChoice,
  type RowChoice,
} from './selection.ts'

/** What a DataTable and its batch bar need to know of the chosen rows. */
export interface RowSelection<Row> {
  readonly count: number
  /** How many match, where the list knows. */
  readonly total: number | undefined
  /** False: at least `total` match, and a count of "all" says "at least" as well. */
  readonly isTotalExact: boolean
  readonly page: PageChoice
  readonly isAll: boolean
  /** The last attempt would have named more rows than the server takes. */
  readonly isFull: boolean
  has(row: Row): boolean
  /** Turns a row; with `isRange` everything from the row turned before to this one. */
  toggle(row: Row, isRange?: boolean): void
  togglePage(): void
  selectAll(): void
  clear(): void
}

/** A list as `usePagedList` makes it, as far as choosing rows asks. */
interface SelectableList<Row> {
  readonly rows: readonly Row[] | undefined
  readonly total: number | undefined
  readonly isTotalExact: boolean
  readonly filterKey: string
  countExactly?: (() => void) | undefined
}

/**
 * Chosen rows of a list. The choice outlives paging and ordering, and ends with the filter it was made
 * under: nobody acts on rows that he no longer sees the reason of.
 */
export function useRowSelection<Row>(list: SelectableList<Row>, idOf: (row: Row) => number) {
  const choice = shallowRef<RowChoice>(NOTHING)
  const anchor = ref<number>()
  const isFull = ref(false)
  const pageIds = computed(() => (list.rows ?? []).map(idOf))
  const count = computed(() => chosenCount(choice.value, list.total ?? 0))

  function clear(): void {
    choice.value = NOTHING
    anchor.value = undefined
    isFull.value = false
  }
  function turn(ids: readonly number[], isOn: boolean): void {
    const next = withRows(choice.value, ids, isOn)
    isFull.value = next === undefined
    if (next) choice.value = next
  }
  watch(() => list.filterKey, clear)

  return reactive({
    choice,
    count,
    total: computed(() => list.total),
    isTotalExact: computed(() => list.isTotalExact),
    page: computed(() => pageChoice(choice.value, pageIds.value)),
    isAll: computed(() => choice.value.kind === 'all'),
    isFull,
    has: (row: Row) => isChosen(choice.value, idOf(row)),
    toggle(row: Row, isRange = false) {
      const id = idOf(row)
      const isOn = !isChosen(choice.value, id)
      turn(isRange ? rangeOf(pageIds.value, anchor.value, id) : [id], isOn)
      anchor.value = id
    },
    togglePage() {
      turn(pageIds.value, pageChoice(choice.value, pageIds.value) !== 'all')
    },
    selectAll() {
      isFull.value = false
      choice.value = { kind: 'all', except: [] }
      // Whoever acts on all of them is told how many they are.
      if (!list.isTotalExact) list.countExactly?.()
    },
    clear,
    /**
     * The chosen rows as the server's `selectionOf(filter)` takes them; undefined while nothing is
     * chosen. `filter` is the list's filter without page, size and order.
     */
    toInput<Filter>(filter: Filter) {
      if (count.value === 0) return undefined
      return choice.value.kind === 'some'
        ? { kind: 'some' as const, ids: [...choice.value.ids] }
        : { kind: 'all' as const, filter, except: [...choice.value.except] }
    },
  })
}
