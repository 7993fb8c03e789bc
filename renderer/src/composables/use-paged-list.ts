import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, reactive, watch, type Ref } from 'vue'
import { NO_PAGES, pageNear, withPage } from './known-pages.ts'
import {
  filterPartOf,
  isFiltered,
  lastPageNo,
  readListQuery,
  viewQueryOf,
  withoutFilters,
  writeListQuery,
  type ListInput,
  type ListSchema,
} from './list-query.ts'
import { useListAddress, type ListAddress } from './use-list-address.ts'
import { useAutoRetry } from './use-auto-retry.ts'
import { useExactTotal } from './use-exact-total.ts'
import { useFailure } from './use-failure.ts'
import type { TableModel } from '../ui/table-model.ts'
import type { KnownPage } from '../../../server/contract/pagination.ts'

/** A page of a list. Long lists may say "at least" and tell where the page stands. */
interface ListAnswer<Row> {
  readonly list: readonly Row[]
  readonly total: number
  readonly isTotalExact?: boolean
  readonly known?: KnownPage | null
}

interface PagedListOptions<Input extends ListInput, Row> {
  /** Names the procedure in the query cache. */
  readonly key: string
  readonly schema: ListSchema<Input>
  /** Where on its page the list is, as its address says: `{ tab: 'sent' }`. */
  readonly place?: Readonly<Record<string, string>>
  /** `known` is a page that was read before, from which a long list finds this one. */
  readonly fetch: (
    input: Input & { readonly known?: KnownPage | undefined },
    signal: AbortSignal,
  ) => Promise<ListAnswer<Row>>
  /** Counts exactly what matches, for lists that may answer "at least". */
  readonly count?: (input: Input, signal: AbortSignal) => Promise<number>
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
    /** Something is searched for: it may be somebody's name or mobile, and can be in no view. */
    isPersonal: computed(() => 'keyword' in writeListQuery(schema, input.value)),
    /** Asks what a view keeps; `null` is the whole list. The page size is the reader's and stays. */
    async applyView(view: { id: number; query: Readonly<Record<string, string>> } | null) {
      const { pageSize } = input.value
      const question = { ...readListQuery(schema, view?.query ?? {}), pageSize }
      const change = { ...withoutFilters(schema, input.value), ...question }
      await ask(change, { viewId: view?.id ?? null })
    },
    /** The same list still, started from another view. */
    rememberView: (id: number | null) => void ask({}, { how: 'replace', viewId: id }),
    /** How many rows a view's query finds; of very many, how many at least. */
    countOf: async (viewQuery: Readonly<Record<string, string>>, signal: AbortSignal) => {
      const question = { ...readListQuery(schema, viewQuery), pageNo: 1, pageSize: 1 }
      const { total, isTotalExact = true } = await fetch(question, signal)
      return { total, isTotalExact }
    },
  }
}

/**
 * Reads pages, each from the nearest one that was seen of the same question: deep in a long list that is
 * the difference between a step and a walk from the beginning.
 */
function pageReader<Input extends ListInput, Row>({ fetch }: PagedListOptions<Input, Row>) {
  let seen = NO_PAGES
  return async (input: Input, signal: AbortSignal) => {
    const { pageNo, ...rest } = input
    const question = JSON.stringify(rest)
    const startedAtMs = performance.now()
    const known = pageNear(seen, question, pageNo)
    const page = await fetch(known ? { ...input, known } : input, signal)
    if (page.known) seen = withPage(seen, question, page.known)
    return { page, tookMs: Math.round(performance.now() - startedAtMs) }
  }
}

/**
 * The last page, and whether the page asked for lies past it: then there is nothing to show yet, and the
 * last one is asked for, after counting where nobody knows which it is.
 */
function useEnd<Input extends ListInput>(
  { input, ask }: ListAddress<Input>,
  { total, isTotalExact, isCountFailed, countExactly }: ReturnType<typeof useExactTotal>,
  { isEmpty }: { readonly isEmpty: Readonly<Ref<boolean>> },
) {
  const lastPage = computed(() => lastPageNo(total.value ?? 0, input.value.pageSize))
  const isPastEnd = computed(
    () => isEmpty.value && input.value.pageNo > (isTotalExact.value ? lastPage.value : 1),
  )
  watch([isPastEnd, isTotalExact, isCountFailed], ([isPast, isExact, isFailed]) => {
    if (!isPast) return
    if (!isExact && !isFailed) countExactly()
    else void ask({ pageNo: lastPage.value } as Partial<Input>, { how: 'replace' })
  })
  return { lastPage, isPastEnd }
}

/**
 * A list whose question lives in the address: reload, back and a sent link show the same rows.
 * Old rows stay while new ones load; a page past the end leads to the last one.
 */
export function usePagedList<Input extends ListInput, Row>(options: PagedListOptions<Input, Row>) {
  const { schema } = options
  const address = useListAddress(schema, options.place)
  const { input, ask } = address

  const read = pageReader(options)

  const query = useQuery({
    queryKey: [options.key, input],
    queryFn: ({ signal }) => read(input.value, signal),
    placeholderData: keepPreviousData,
  })
  const page = computed(() => query.data.value?.page)
  /** The filter in force as a text, to notice when it changes; page, size and order are none of it. */
  const filterKey = computed(() => JSON.stringify(filterPartOf(schema, input.value)))
  const { count } = options
  const totals = useExactTotal({
    key: options.key,
    filterKey,
    answer: page,
    count: count && ((signal) => count(input.value, signal)),
  })
  const { total, isTotalExact } = totals
  const refresh = (): void => void query.refetch()
  const failure = useFailure({
    error: query.error,
    answeredAtMs: query.dataUpdatedAt,
    question: input,
  })
  const { attempt, secondsLeft } = useAutoRetry({ failure, question: input, retry: refresh })

  const { lastPage, isPastEnd } = useEnd(address, totals, {
    isEmpty: computed(() => page.value?.list.length === 0 && !query.isPlaceholderData.value),
  })

  async function filter(change: Partial<Input>): Promise<void> {
    if (!(await ask({ ...change, pageNo: 1 }))) refresh()
  }

  const model = {
    ...viewPart(options, address),
    input,
    rows: computed(() => (isPastEnd.value ? undefined : page.value?.list)),
    total,
    /** False: there are at least `total` rows, and `countExactly` tells how many. */
    isTotalExact,
    isCounting: totals.isCounting,
    countExactly: count && totals.countExactly,
    hasNextPage: computed(() =>
      isTotalExact.value
        ? input.value.pageNo < lastPage.value
        : page.value?.list.length === input.value.pageSize,
    ),
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
    filterKey,
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
