import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '../../../api/client.ts'
import { isLive } from '../job-state.ts'

const POLL_MS = 1_000

/** Follows one job until it has ended: once a second, and not while nobody sees the page. */
export function useJob(id: MaybeRefOrGetter<string | undefined>) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['jobs-get', computed(() => toValue(id))],
    queryFn: ({ signal }) => api.jobs.get.query({ id: toValue(id) ?? '' }, { signal }),
    enabled: computed(() => toValue(id) !== undefined),
    refetchInterval: ({ state }) => (state.data && !isLive(state.data) ? false : POLL_MS),
    staleTime: 0,
  })
  return { job: data, error, refetch, isFetching }
}
