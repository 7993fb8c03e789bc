import { computed, ref } from 'vue'
import { toFailure } from '../../../api/failure.ts'
import { useFailureText } from '../../../composables/use-failure-text.ts'
import { isLive, useJob } from '../../jobs/index.ts'

/** Long work that is started from the page and followed in its place. */
export function useAuditTask(start: () => Promise<{ id: string }>) {
  const textOf = useFailureText()
  const id = ref<string>()
  const isStarting = ref(false)
  const problem = ref('')
  const { job } = useJob(id)
  const isUnderWay = computed(
    () => isStarting.value || (id.value !== undefined && (!job.value || isLive(job.value))),
  )

  async function run(): Promise<void> {
    if (isUnderWay.value) return
    isStarting.value = true
    problem.value = ''
    try {
      id.value = (await start()).id
    } catch (error) {
      problem.value = textOf(toFailure(error, Date.now()))
    } finally {
      isStarting.value = false
    }
  }
  function dismiss(): void {
    id.value = undefined
    problem.value = ''
  }
  return { id, job, problem, isUnderWay, run, dismiss }
}
