import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, reactive, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import {
  isFiltered,
  lastPageNo,
  readListQuery,
  withoutFilters,
  writeListQuery,
  type ListInput,
  type ListSchema,
} from './list-query.ts'
import { useAutoRetry } from './use-auto-retry.ts'
import { useFailure } from './use-failure.ts'
import type { TableModel } from '../ui/table-model.ts'

interface PagedListOptions<Input extends ListInput, Row> {
  /** Names the procedure in the query cache. */
  readonly key: string
  readonly schema: ListSchema<Input>
  readonly fetch: (
    input: Input,
    signal: AbortSignal,
  ) => Promise<{ readonly list: readonly Row[]; readonly total: number }>
}

/** The page's address, read by `schema`; other pages' addresses are none of this list's business. */
function useAddress<Input extends ListInput>(schema: ListSchema<Input>) {
  const route = useRoute()
  const router = useRouter()
  const ownPath = route.path
  const input = shallowRef(readListQuery(schema, route.query))
  watch(
    () => route.query,
    (query) => {
      if (route.path === ownPath) input.value = readListQuery(schema, query)
    },
  )
  async function ask(change: Partial<Input>, how: 'push' | 'replace' = 'push'): Promise<void> {
    await router[how]({ query: writeListQuery(schema, { ...input.value, ...change }) })
  }
  return { input, ask }
}

/**
 * A list whose question lives in the address: reload, back and a sent link show the same rows.
 * Old rows stay while new ones load; a page past the end leads to the last one.
 */
export function usePagedList<Input extends ListInput, Row>(options: PagedListOptions<Input, Row>) {
  const { schema } = options
  const { input, ask } = useAddress(schema)

  const query = useQuery({
    queryKey: [options.key, input],
    queryFn: async ({ signal }) => {
      const startedAtMs = performance.now()
      const page = await options.fetch(input.value, signal)
      return { page, tookMs: Math.round(performance.now() - startedAtMs) }
    },
    placeholderData: keepPreviousData,
  })
  const refresh = (): void => void query.refetch()
  const failure = useFailure({
    error: query.error,
    answeredAtMs: query.dataUpdatedAt,
    question: input,
  })
  const { attempt, secondsLeft } = useAutoRetry({ failure, question: input, retry: refresh })

  watch([query.data, query.isPlaceholderData], ([data, isFormer]) => {
    if (!data || isFormer || data.page.list.length > 0) return
    const last = lastPageNo(data.page.total, input.value.pageSize)
    if (input.value.pageNo > last) void ask({ pageNo: last } as Partial<Input>, 'replace')
  })

  const model = {
    input,
    rows: computed(() => query.data.value?.page.list),
    total: computed(() => query.data.value?.page.total),
    tookMs: computed(() => query.data.value?.tookMs),
    loadedAtMs: computed(() => query.dataUpdatedAt.value || undefined),
    isLoading: query.isFetching,
    isFiltered: computed(() => isFiltered(schema, input.value)),
    failure,
    retryInSeconds: secondsLeft,
    retryAttempt: attempt,
    pageNo: computed(() => input.value.pageNo),
    pageSize: computed(() => input.value.pageSize),
    sort: computed(() => input.value.sort),
    order: computed(() => input.value.order),
    /** Asks with other conditions, from the first page. */
    filter: (change: Partial<Input>) => void ask({ ...change, pageNo: 1 }),
    goToPage: (pageNo: number) => void ask({ pageNo } as Partial<Input>),
    setPageSize: (pageSize: number) => void ask({ pageSize, pageNo: 1 } as Partial<Input>),
    sortBy: (sort: Input['sort'], order: 'asc' | 'desc') =>
      void ask({ sort, order, pageNo: 1 } as Partial<Input>),
    clearFilters: () => void ask(withoutFilters(schema, input.value)),
    refresh,
  }
  return reactive(model) satisfies TableModel<unknown>
}
