import { useQueryClient } from '@tanstack/vue-query'

const TOUCHED = ['roles-list', 'role-holders', 'staff-list', 'staff-one']

/** Asks again for whatever shows roles or their rights after one of them changed. */
export function useRoleRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all(TOUCHED.map((name) => queries.invalidateQueries({ queryKey: [name] })))
  }
}
