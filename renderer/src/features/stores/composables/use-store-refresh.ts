import { useQueryClient } from '@tanstack/vue-query'

const TOUCHED = ['stores-list', 'stores-all', 'staff-list', 'staff-one']

/** Asks again for whatever shows stores after one of them changed. */
export function useStoreRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const name of TOUCHED) void queries.invalidateQueries({ queryKey: [name] })
  }
}
