import { useQueryClient } from '@tanstack/vue-query'

const TOUCHED = ['members-list', 'member-one', 'member-notes', 'audit-history']

/** Asks again for whatever shows members, after one or many of them changed. */
export function useMemberRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const name of TOUCHED) void queries.invalidateQueries({ queryKey: [name] })
  }
}
