import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, reactive, watch } from 'vue'
import {
  filterPartOf,
  isFiltered,
  lastPageNo,
  readListQuery,
  splitPersonal,
  viewQueryOf,
  withoutFilters,
  writeListQuery,
  type ListInput,
  type ListSchema,
} from './list-query.ts'
import { useListAddress, type ListAddress } from './use-list-address.ts'
import { useAutoRetry } from './use-auto-retry.ts'
import { useFailure } from './use-failure.ts'
import type { TableModel } from '../ui/table-model.ts'

interface PagedListOptions<Input extends ListInput, Row> {
  /** Names the procedure in the query cache. */
  readonly key: string
  readonly schema: ListSchema<Input>
  /** Where on its page the list is, as its address says: `{ tab: 'sent' }`. */
  readonly place?: Readonly<Record<string, string>>
  readonly fetch: (
    input: Input,
    signal: AbortSignal,
  ) => Promise<{ readonly list: readonly Row[]; readonly total: number }>
}

/** What saved views ask of a list and do with it. */
function viewPart<Input extends ListInput, Row>(
  { key, schema, fetch }: PagedListOptions<Input, Row>,
  { input, viewId, ask }: ListAddress<Input>,
) {
  return {
    key,
    viewId,
    /** Conditions and order, as a saved view keeps them. */
    viewQuery: computed(() => viewQueryOf(schema, input.value)),
    /** Part of the question is kept out of the address and can be in no view. */
    isPersonal: computed(
      () => splitPersonal(writeListQuery(schema, input.value)).hidden.keyword !== undefined,
    ),
    /** Asks what a view keeps; `null` is the whole list. The page size is the reader's and stays. */
    async applyView(view: { id: number; query: Readonly<Record<string, string>> } | null) {
      const { pageSize } = input.value
      const question = { ...readListQuery(schema, view?.query ?? {}), pageSize }
      const change = { ...withoutFilters(schema, input.value), ...question }
      await ask(change, { viewId: view?.id ?? null })
    },
    /** The same list still, started from another view. */
    rememberView: (id: number | null) => void ask({}, { how: 'replace', viewId: id }),
    /** How many rows a view's query finds. */
    countOf: async (viewQuery: Readonly<Record<string, string>>, signal: AbortSignal) => {
      const question = { ...readListQuery(schema, viewQuery), pageNo: 1, pageSize: 1 }
      return (await fetch(question, signal)).total
    },
  }
}

/**
 * A list whose question lives in the address: reload, back and a sent link show the same rows.
 * Old rows stay while new ones load; a page past the end leads to the last one.
 */
export function usePagedList<Input extends ListInput, Row>(options: PagedListOptions<Input, Row>) {
  const { schema } = options
  const address = useListAddress(schema, options.place)
  const { input, ask } = address

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
    if (input.value.pageNo > last) void ask({ pageNo: last } as Partial<Input>, { how: 'replace' })
  })

  async function filter(change: Partial<Input>): Promise<void> {
    if (!(await ask({ ...change, pageNo: 1 }))) refresh()
  }

  const model = {
    ...viewPart(options, address),
    input,
    rows: computed(() => query.data.value?.page.list),
    total: computed(() => query.data.value?.page.total),
    tookMs: computed(() => query.data.value?.tookMs),
    loadedAtMs: computed(() => query.dataUpdatedAt.value || undefined),
    isLoading: query.isFetching,
    /** The rows and the total answer the question before this one. */
    isFormer: query.isPlaceholderData,
    isFiltered: computed(() => isFiltered(schema, input.value)),
    failure,
    retryInSeconds: secondsLeft,
    retryAttempt: attempt,
    pageNo: computed(() => input.value.pageNo),
    pageSize: computed(() => input.value.pageSize),
    sort: computed(() => input.value.sort),
    order: computed(() => input.value.order),
    /** The filter in force as a text, to notice when it changes; page, size and order are none of it. */
    filterKey: computed(() => JSON.stringify(filterPartOf(schema, input.value))),
    /** Asks with other conditions, from the first page; the same conditions are asked again. */
    filter: (change: Partial<Input>) => void filter(change),
    goToPage: (pageNo: number) => void ask({ pageNo } as Partial<Input>),
    setPageSize: (pageSize: number) => void ask({ pageSize, pageNo: 1 } as Partial<Input>),
    sortBy: (sort: Input['sort'], order: 'asc' | 'desc') =>
      void ask({ sort, order, pageNo: 1 } as Partial<Input>),
    clearFilters: () => void ask(withoutFilters(schema, input.value), { viewId: null }),
    refresh,
  }
  return reactive(model) satisfies TableModel<unknown>
}
