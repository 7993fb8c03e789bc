import { ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { readListState } from './list-state.ts'

/**
 * The part of a page that is in front, kept in its address (`?tab=orders`), so that a reload and a sent
 * link show it too. The first of `tabs` is the one without a word in the address; going from one to
 * another leaves no trail behind, and what a list keeps beside its address stays.
 *
 * @param param its name in the address
 */
export function useAddressTab<Tab extends string>(
  tabs: readonly [Tab, ...Tab[]],
  param = 'tab',
): Ref<Tab> {
  const route = useRoute()
  const router = useRouter()
  // The address of another page says nothing about one that is kept in the background.
  const ownPath = route.path
  const read = (): Tab => tabs.find((tab) => tab === route.query[param]) ?? tabs[0]
  const tab = ref(read()) as Ref<Tab>
  watch(
    () => route.query,
    () => {
      if (route.path === ownPath) tab.value = read()
    },
  )
  watch(tab, (next) => {
    if (route.path !== ownPath || next === read()) return
    const query = { ...route.query, [param]: next === tabs[0] ? undefined : next }
    void router.replace({ query, state: { list: { ...readListState() } } })
  })
  return tab
}
