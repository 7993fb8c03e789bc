import { useQuery } from '@tanstack/vue-query'
import { api } from '../api/client.ts'

const POLL_MS = 30_000

/** Version and kind of the server; asked again twice a minute, which also tells whether it is there. */
export const useSystemInfo = () =>
  useQuery({
    queryKey: ['system.info'],
    queryFn: ({ signal }) => api.system.info.query(undefined, { signal }),
    refetchInterval: POLL_MS,
  })
