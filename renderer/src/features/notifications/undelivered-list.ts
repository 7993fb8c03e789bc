import { api } from '../../api/client.ts'
import type { QueryClient } from '@tanstack/vue-query'
import type { ListUndeliveredInput } from '../../../../server/modules/outbox/outbox.contract.ts'

/** Names the count of what was given up in the query cache. */
export const DEAD_COUNT = 'outbox-dead-count'

/** How many wait for somebody to decide. */
export const countDead = async (signal: AbortSignal): Promise<number> =>
  (await api.outbox.list.query({ state: 'dead', pageSize: 1 }, { signal })).total

/** Reads the list; the count beside it is asked again with it, so that both tell of the same moment. */
export const undeliveredReader =
  (queries: QueryClient) => (input: Partial<ListUndeliveredInput>, signal: AbortSignal) => {
    void queries.refetchQueries({ queryKey: [DEAD_COUNT] }, { cancelRefetch: false })
    return api.outbox.list.query(input, { signal })
  }
