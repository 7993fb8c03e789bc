import { useQueryClient } from '@tanstack/vue-query'

const TOUCHED = ['outbox-list', 'outbox-dead-count', 'notifications-list', 'audit-history']

/** Asks again for whatever shows deliveries after one of them changed. */
export function useUndeliveredRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const name of TOUCHED) void queries.invalidateQueries({ queryKey: [name] })
  }
}
