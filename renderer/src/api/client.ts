import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { fetchJson } from './fetch-with-limit.ts'
import { sessionLink } from './session-link.ts'
import type { AppRouter } from '../../../server/trpc/app-router.ts'

/**
 * The back office API. The address is relative: the page knows neither port nor token, so the same
 * build runs in a browser and behind the desktop shell.
 */
export const api = createTRPCClient<AppRouter>({
  links: [
    sessionLink,
    httpBatchLink({
      url: '/trpc',
      // Reads go as POST too, so that what staff search for is in no URL and no log of one.
      methodOverride: 'POST',
      // Bounds a batch: past them a second request is sent.
      maxItems: 10,
      maxURLLength: 4_000,
      // tRPC's own name for the same options allows bodies and signals that it never makes.
      fetch: (input, init) => fetchJson(input, init as RequestInit),
    }),
  ],
})
