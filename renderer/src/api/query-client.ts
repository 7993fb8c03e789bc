import { QueryClient } from '@tanstack/vue-query'

/**
 * Rows are fresh for 15 s, so going back to a page shows it at once. Failures are not repeated in
 * silence: the page shows them and counts down to the next try where waiting can help.
 */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
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
