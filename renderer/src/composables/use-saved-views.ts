import { useQuery, useQueries, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, type Ref } from 'vue'
import { api } from '../api/client.ts'
import { isSameQuery } from './list-query.ts'
import { activeView } from './view-state.ts'
import type {
  SavedView,
  Sharing,
  ViewQuery,
} from '../../../server/modules/preferences/preferences.contract.ts'

/** As many stand in sight; the others are in a menu and are not counted. */
export const VIEWS_IN_SIGHT = 8
const COUNT_FRESH_MS = 60_000

/** A list as `usePagedList` makes it, as far as views ask. */
export interface ViewableList {
  readonly key: string
  readonly total: number | undefined
  readonly isTotalExact: boolean
  readonly rows: readonly unknown[] | undefined
  readonly failure: unknown
  readonly isFormer: boolean
  readonly viewQuery: ViewQuery
  readonly isPersonal: boolean
  readonly viewId: number | undefined
  applyView(view: { id: number; query: ViewQuery } | null): Promise<void>
  rememberView(id: number | null): void
  countOf(query: ViewQuery, signal: AbortSignal): Promise<ViewCount>
}

/** How many rows a view finds; of very many, how many at least. */
interface ViewCount {
  readonly total: number
  readonly isTotalExact: boolean
}

/** What a person decides of a view, beside its conditions. */
export interface ViewDraft {
  readonly name: string
  readonly sharing: Sharing
  readonly roleId: number | null
}

/**
 * How many rows the views in sight find, the whole list first. Counting waits for the list itself, so
 * that the rows never wait for the counts; of what the list shows now it knows best itself.
 */
function useViewCounts(model: ViewableList, inSight: Readonly<Ref<readonly SavedView[]>>) {
  const counts = useQueries({
    queries: computed(() =>
      [{}, ...inSight.value.map(({ query }) => query)].map((query) => ({
        queryKey: [model.key, 'count', query],
        queryFn: ({ signal }: { signal: AbortSignal }) => model.countOf(query, signal),
        staleTime: COUNT_FRESH_MS,
        enabled: model.rows !== undefined && inSight.value.length > 0,
      })),
    ),
  })
  return (view: SavedView | undefined): ViewCount | undefined => {
    const index = view ? inSight.value.indexOf(view) + 1 : 0
    const isAsked = !model.isPersonal && isSameQuery(view?.query ?? {}, model.viewQuery)
    const isKnown = isAsked && !model.isFormer && !model.failure
    const { total, isTotalExact } = model
    return isKnown && total !== undefined ? { total, isTotalExact } : counts.value[index]?.data
  }
}

/**
 * Saved views of the list named `list`: one's own and those shared with one. A view is recognised by its
 * conditions; the one that the present conditions started from stays the active one while they differ.
 * What changes a view throws what the server refuses with.
 */
export function useSavedViews(list: string, model: ViewableList) {
  const queries = useQueryClient()
  const queryKey = ['views', list]
  const views = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.views.list.query({ list }, { signal }),
    staleTime: COUNT_FRESH_MS,
  })
  const all = computed(() => views.data.value ?? [])
  const active = computed(() => activeView(all.value, model))
  const isChanged = computed(() => {
    const view = active.value
    return view !== undefined && (model.isPersonal || !isSameQuery(view.query, model.viewQuery))
  })

  const inSight = computed(() => {
    const first = all.value.slice(0, VIEWS_IN_SIGHT)
    const isOut = active.value && !first.some(({ id }) => id === active.value?.id)
    return isOut && active.value ? [...first.slice(0, -1), active.value] : first
  })
  const hidden = computed(() => all.value.filter((view) => !inSight.value.includes(view)))

  const countOf = useViewCounts(model, inSight)
  const reload = () => queries.invalidateQueries({ queryKey })

  async function create(draft: ViewDraft, query: ViewQuery = model.viewQuery): Promise<number> {
    const { id } = await api.views.create.mutate({ list, query, ...draft })
    await reload()
    return id
  }
  async function change(view: SavedView, part: Partial<ViewDraft & { query: ViewQuery }>) {
    const { id, name, query, sharing, roleId } = view
    await api.views.update.mutate({ id, name, query, sharing, roleId, ...part })
    await reload()
  }
  async function remove(view: SavedView): Promise<void> {
    await api.views.delete.mutate({ id: view.id })
    if (model.viewId === view.id) model.rememberView(null)
    await reload()
  }

  return reactive({
    all,
    inSight,
    hidden,
    active,
    isChanged,
    isFailed: views.isError,
    retry: () => void views.refetch(),
    /** There is something to keep: a view of the whole list would be the whole list. */
    isKeepable: computed(() => Object.keys(model.viewQuery).length > 0),
    /** The present conditions are no view's and could become one. */
    isNew: computed(() => active.value === undefined && Object.keys(model.viewQuery).length > 0),
    /** A part of the conditions is personal data and goes into no view. */
    isPersonal: computed(() => model.isPersonal),
    countOf,
    open: (view: SavedView | undefined) => model.applyView(view ?? null),
    create,
    /** Makes a view of the present conditions and stays in it. */
    saveAs: async (draft: ViewDraft) => {
      model.rememberView(await create(draft))
    },
    change,
    /** The active view takes the present conditions. */
    update: async () => {
      if (active.value) await change(active.value, { query: model.viewQuery })
    },
    remove,
  })
}
export type SavedViews = ReturnType<typeof useSavedViews>
