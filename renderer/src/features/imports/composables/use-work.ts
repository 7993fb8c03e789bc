import { computed, type Ref } from 'vue'
import { formatCount } from '../../../ui/format.ts'
import { resultOf } from '../import-result.ts'
import { useImportWords } from './use-import-words.ts'
import type { JobRow } from '../../../../../server/modules/jobs/jobs.contract.ts'

/** What a check or an import came to, how long it took, and why it did not finish. */
export function useWork(job: Readonly<Ref<JobRow | undefined>>) {
  const { codeText } = useImportWords()
  const result = computed(() => resultOf(job.value))
  const seconds = computed(() => {
    const { startedAt, finishedAt } = job.value ?? { startedAt: null, finishedAt: null }
    if (startedAt === null || finishedAt === null) return ''
    const took = Math.max(0, finishedAt - startedAt) / 1_000
    return took < 10 ? took.toFixed(1) : formatCount(Math.round(took))
  })
  const errorText = computed(() =>
    job.value?.status === 'failed'
      ? codeText(job.value.errorCode ?? 'INTERNAL', job.value.errorParams ?? {})
      : '',
  )
  return { result, seconds, errorText }
}
