import { useQueryClient, type Query } from '@tanstack/vue-query'
import { nextTick, onScopeDispose, watch } from 'vue'

/**
 * A page that was kept shows at once what it had; what has aged meanwhile is asked again when the page
 * is shown, for this page alone.
 */
export function useFreshPages(activePath: () => string): void {
  const client = useQueryClient()
  const queriesOf = new Map<string, Set<Query>>()

  // A query belongs to the page that was in front when its first observer came.
  const stop = client.getQueryCache().subscribe((event) => {
    if (event.type === 'observerAdded') {
      const known = queriesOf.get(activePath()) ?? new Set<Query>()
      queriesOf.set(activePath(), known.add(event.query))
    }
    if (event.type === 'removed') queriesOf.forEach((queries) => queries.delete(event.query))
  })
  onScopeDispose(stop)

  watch(activePath, async (path) => {
    const own = queriesOf.get(path)
    if (!own) return
    await nextTick()
    await client.refetchQueries({
      type: 'active',
      stale: true,
      predicate: (query) => [...own].some((each) => each.queryHash === query.queryHash),
    })
  })
}
