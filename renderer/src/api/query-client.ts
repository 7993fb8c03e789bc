import { QueryCache, QueryClient } from '@tanstack/vue-query'
import { isLineFailure, toFailure } from './failure.ts'

/** The query that tells whether the server is there. */
export const LINE_QUERY_KEY = ['system.info'] as const

/**
 * Rows are fresh for 15 s, so going back to a page shows it at once. Failures are not repeated in
 * silence: the page shows them and counts down to the next try where waiting can help. A request
 * without an answer has the line looked at right away.
 */
export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] === LINE_QUERY_KEY[0]) return
        if (isLineFailure(toFailure(error, Date.now()))) {
          void client.refetchQueries({ queryKey: LINE_QUERY_KEY })
        }
      },
    }),
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 15_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return client
}
