import { useQueryClient } from '@tanstack/vue-query'

/** What shows points; other parts of the page that do begin their keys with `points-`. */
const TOUCHED = ['points-', 'point-expiry', 'members-list', 'member-one', 'audit-history']

/** Asks again for whatever shows points, after those of one member or of many changed. */
export function usePointRefresh(): () => void {
  const queries = useQueryClient()
  return () =>
    void queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) =>
        typeof name === 'string' && TOUCHED.some((start) => name.startsWith(start)),
    })
}
