import { computed, ref } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useFailureText } from '../../../composables/use-failure-text.ts'
import { isLive, useJob } from '../../jobs/index.ts'

/** Starts a proof, follows it and stops the one under way. */
export function useProofTask() {
  const queries = useQueryClient()
  const textOf = useFailureText()
  const id = ref<string>()
  const isBusy = ref(false)
  const problem = ref('')
  const { job } = useJob(id)

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    problem.value = ''
    try {
      await work()
      await queries.invalidateQueries({ queryKey: ['points-proof'] })
    } catch (error) {
      problem.value = textOf(toFailure(error, Date.now()))
    } finally {
      isBusy.value = false
    }
  }
  const start = (): Promise<void> =>
    attempt(async () => {
      id.value = (await api.points.startProof.mutate()).id
    })
  const cancel = (jobId: string): Promise<void> =>
    attempt(() => api.jobs.cancel.mutate({ id: jobId }))
  /** A job that was started here and came to nothing. */
  const unfinished = computed(() =>
    job.value && !isLive(job.value) && job.value.status !== 'done' ? job.value : undefined,
  )
  return { start, cancel, isBusy, problem, unfinished, job }
}
