import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { useRights } from '../../../composables/use-rights.ts'

const RUNNING_POLL_MS = 2_000
const POLL_MS = 60_000

/** The last proof of the books and the one under way, for who may see them; asked more often while one runs. */
export function useProof() {
  const { can } = useRights()
  const query = useQuery({
    queryKey: ['points-proof'],
    queryFn: ({ signal }) => api.points.proof.query(undefined, { signal }),
    enabled: computed(() => can('points.view')),
    refetchInterval: ({ state }) => (state.data?.running ? RUNNING_POLL_MS : POLL_MS),
  })
  const last = computed(() => query.data.value?.last ?? undefined)
  const running = computed(() => query.data.value?.running ?? undefined)
  const percent = computed(() => {
    const { done, total } = running.value ?? { done: 0, total: null }
    return total ? Math.min(100, Math.floor((done / total) * 100)) : undefined
  })
  return { ...query, last, running, percent }
}
