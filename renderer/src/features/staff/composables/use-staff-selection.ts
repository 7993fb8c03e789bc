import { computed, ref, watch } from 'vue'
import type { StaffFilter } from '../../../../../server/modules/staff/staff.contract.ts'

interface SelectionSource {
  readonly total: () => number | undefined
  readonly filter: () => StaffFilter
}

/**
 * The chosen accounts: some by id, across pages, or all that match the filter without those taken out
 * again. Another filter starts anew, since "all" would mean others.
 */
export function useStaffSelection({ total, filter }: SelectionSource) {
  const isAll = ref(false)
  /** Chosen ones, or with `isAll` those taken out. */
  const ids = ref<ReadonlySet<number>>(new Set())

  const isChosen = (id: number): boolean => ids.value.has(id) !== isAll.value
  const count = computed(() => (isAll.value ? (total() ?? 0) - ids.value.size : ids.value.size))

  function choose(id: number, isOn: boolean): void {
    const next = new Set(ids.value)
    if (isOn !== isAll.value) next.add(id)
    else next.delete(id)
    ids.value = next
  }
  function chooseAll(): void {
    isAll.value = true
    ids.value = new Set()
  }
  function clear(): void {
    isAll.value = false
    ids.value = new Set()
  }
  watch(() => JSON.stringify(filter()), clear)

  const selection = computed(() =>
    isAll.value
      ? { kind: 'all' as const, filter: filter(), except: [...ids.value] }
      : { kind: 'some' as const, ids: [...ids.value] },
  )
  return { isAll, count, isChosen, choose, chooseAll, clear, selection }
}
