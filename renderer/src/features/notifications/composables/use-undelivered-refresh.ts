import { useQueryClient } from '@tanstack/vue-query'
import { DEAD_COUNT } from '../undelivered-list.ts'

/** The count first: the list, which asks for it as well, joins it then. */
const TOUCHED = [DEAD_COUNT, 'outbox-list', 'notifications-list', 'audit-history']

/** Asks again for whatever shows deliveries after one of them changed. */
export function useUndeliveredRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const name of TOUCHED) void queries.invalidateQueries({ queryKey: [name] })
  }
}
