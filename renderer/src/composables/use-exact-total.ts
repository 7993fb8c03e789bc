import { useQuery } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'

interface ExactTotalOptions {
  /** Names the list in the query cache. */
  readonly key: string
  readonly filterKey: Readonly<Ref<string>>
  /** What the list's own answer says; undefined until there is one. */
  readonly answer: Readonly<Ref<{ total: number; isTotalExact?: boolean } | undefined>>
  /** Counts all that match; without, the list's answers are exact. */
  readonly count: ((signal: AbortSignal) => Promise<number>) | undefined
}

/**
 * How many rows match. Long lists say "at least" above a limit, as counting millions takes time; the exact
 * number is asked for when somebody wants it and holds as long as the conditions.
 */
export function useExactTotal({ key, filterKey, answer, count }: ExactTotalOptions) {
  const wanted = ref<string>()
  const isAtLeast = computed(() => answer.value?.isTotalExact === false)
  const isWanted = computed(() => wanted.value === filterKey.value && isAtLeast.value)
  const { data, isFetching, isError, refetch } = useQuery({
    queryKey: [key, 'exact', filterKey],
    queryFn: ({ signal }) => count?.(signal) ?? 0,
    enabled: computed(() => count !== undefined && isWanted.value),
  })
  const exact = computed(() => (isWanted.value ? data.value : undefined))

  return {
    total: computed(() => exact.value ?? answer.value?.total),
    isTotalExact: computed(() => !isAtLeast.value || exact.value !== undefined),
    isCounting: isFetching,
    isCountFailed: computed(() => count === undefined || (isWanted.value && isError.value)),
    countExactly(): void {
      if (wanted.value === filterKey.value && isError.value) void refetch()
      wanted.value = filterKey.value
    },
  }
}
