import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import {
  isSameQuery,
  readListQuery,
  splitPersonal,
  writeListQuery,
  type ListInput,
  type ListSchema,
} from './list-query.ts'
import { keepListState, knownListState, readListState, type ListState } from './list-state.ts'

interface AskOptions {
  readonly how?: 'push' | 'replace'
  /** The view that the question starts from; undefined keeps the present one, null ends it. */
  readonly viewId?: number | null
}

export interface ListAddress<Input> {
  readonly input: ComputedRef<Input>
  readonly viewId: ComputedRef<number | undefined>
  /** Asks anew; false where that is what the page asks already. */
  ask(change: Partial<Input>, options?: AskOptions): Promise<boolean>
}

/**
 * The question of a list, kept in the page's address and, where it is personal, in the history entry.
 * Other pages' addresses are none of this list's business; `place` is the part of the page's address that
 * says where on it the list is, as the tab it stands in.
 */
export function useListAddress<Input extends ListInput>(
  schema: ListSchema<Input>,
  place: Readonly<Record<string, string>> = {},
): ListAddress<Input> {
  const route = useRoute()
  const router = useRouter()
  const ownPath = route.path
  const isHere = (): boolean =>
    route.path === ownPath &&
    Object.entries(place).every(([name, value]) => route.query[name] === value)
  const read = () => {
    const { keyword, viewId } = readListState()
    const query = keyword === undefined ? route.query : { ...route.query, keyword }
    return { input: readListQuery(schema, query), viewId }
  }
  const asked = shallowRef(read())
  const input = computed(() => asked.value.input)
  const viewId = computed(() => asked.value.viewId)

  const written = () => splitPersonal(writeListQuery(schema, input.value))
  const stateOf = (keyword: ListState, view: number | undefined): ListState => ({
    ...keyword,
    ...(view === undefined ? {} : { viewId: view }),
  })

  /** A tab knows the address of its page only: who comes back by it finds the question as it was. */
  function isReturn(): boolean {
    const { shown, hidden } = splitPersonal(
      writeListQuery(schema, readListQuery(schema, route.query)),
    )
    const isSilent = knownListState() === undefined && hidden.keyword === undefined
    return isSilent && isSameQuery(shown, written().shown)
  }
  let wasHere = true
  watch(
    () => route.query,
    () => {
      const isComing = isHere() && !wasHere
      wasHere = isHere()
      if (!wasHere) return
      if (isComing && isReturn()) keepListState(stateOf(written().hidden, viewId.value))
      else {
        asked.value = read()
        hidePersonal()
      }
    },
  )

  async function ask(change: Partial<Input>, options: AskOptions = {}): Promise<boolean> {
    const next = { ...input.value, ...change }
    const nextView = options.viewId === undefined ? viewId.value : (options.viewId ?? undefined)
    const { shown, hidden } = splitPersonal(writeListQuery(schema, next))
    const former = written()
    const isSame =
      nextView === viewId.value &&
      former.hidden.keyword === hidden.keyword &&
      isSameQuery(former.shown, shown)
    if (isSame && options.how !== 'replace') return false
    const list = stateOf(hidden, nextView)
    // Two questions may share an address and differ in what is kept out of it.
    const query = { ...place, ...shown }
    await router[options.how ?? 'push']({ query, state: { list }, force: true })
    return true
  }

  /** A link from elsewhere may hold a number; it is taken out of sight at once. */
  function hidePersonal(): void {
    if (written().hidden.keyword !== readListState().keyword) void ask({}, { how: 'replace' })
  }
  hidePersonal()
  return { input, viewId, ask }
}
