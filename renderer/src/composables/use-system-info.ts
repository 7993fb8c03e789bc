import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../api/client.ts'
import { LINE_QUERY_KEY } from '../api/query-client.ts'
import { useSession } from './use-session.ts'

const POLL_MS = 30_000
const POLL_WHILE_AWAY_MS = 5_000

/**
 * Version and kind of the server; asked again twice a minute, which also tells whether it is there,
 * and more often while it is not.
 */
export function useSystemInfo() {
  const session = useSession()
  return useQuery({
    queryKey: LINE_QUERY_KEY,
    queryFn: ({ signal }) => api.system.info.query(undefined, { signal }),
    enabled: computed(() => session.me !== undefined),
    refetchInterval: (query) => (query.state.status === 'error' ? POLL_WHILE_AWAY_MS : POLL_MS),
  })
}
