import { useQueryClient } from '@tanstack/vue-query'

const TOUCHED = [
  'staff-list',
  'staff-one',
  'staff-sessions',
  'roles-list',
  'stores-all',
  'stores-list',
]

/** Asks again for whatever shows staff, their counts or their sessions, after one of them changed. */
export function useStaffRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const name of TOUCHED) void queries.invalidateQueries({ queryKey: [name] })
  }
}
