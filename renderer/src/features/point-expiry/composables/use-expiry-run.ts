import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useFailureText } from '../../../composables/use-failure-text.ts'

const RUNNING_POLL_MS = 2_000
const POLL_MS = 60_000

/** When points were last taken off, whether it is under way, and doing it now. */
export function useExpiryRun() {
  const queries = useQueryClient()
  const textOf = useFailureText()
  const query = useQuery({
    queryKey: ['point-expiry', 'state'],
    queryFn: ({ signal }) => api.pointExpiry.state.query(undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.running ? RUNNING_POLL_MS : POLL_MS),
  })
  const state = query.data
  const running = computed(() => state.value?.running ?? undefined)
  const percent = computed(() => {
    const { done, total } = running.value ?? { done: 0, total: null }
    return total ? Math.min(100, Math.floor((done / total) * 100)) : undefined
  })
  const isBusy = ref(false)
  const problem = ref('')
  const refresh = () => queries.invalidateQueries({ queryKey: ['point-expiry'] })
  // What the run has taken off is over on the calendar.
  watch(running, (now, before) => {
    if (before && !now) void refresh()
  })
  async function start(): Promise<void> {
    if (isBusy.value || running.value) return
    isBusy.value = true
    problem.value = ''
    try {
      await api.pointExpiry.run.mutate()
      await refresh()
    } catch (error) {
      problem.value = textOf(toFailure(error, Date.now()))
    } finally {
      isBusy.value = false
    }
  }
  return { ...query, state, running, percent, isBusy, problem, start }
}
