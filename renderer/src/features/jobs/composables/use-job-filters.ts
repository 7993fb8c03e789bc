import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useJobWords } from './use-job-words.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import {
  JOB_KINDS,
  JOB_STATUSES,
  type JobKind,
  type JobStatus,
} from '../../../../../server/modules/jobs/jobs.contract.ts'

interface JobFilter {
  readonly kind?: JobKind | undefined
  readonly status?: JobStatus | undefined
}

/** The conditions of the jobs in words: those in force, and those to choose from. */
export function useJobFilters(input: () => JobFilter) {
  const { t } = useI18n()
  const { kindText } = useJobWords()
  const applied = computed((): AppliedFilter[] => {
    const { kind, status } = input()
    return [
      ...(kind ? [{ key: 'kind', name: t('jobs.columns.kind'), value: kindText(kind) }] : []),
      ...(status
        ? [{ key: 'status', name: t('jobs.columns.status'), value: t(`jobs.statuses.${status}`) }]
        : []),
    ]
  })
  const kinds = computed(() => JOB_KINDS.map((value) => ({ value, label: kindText(value) })))
  const statuses = computed(() =>
    JOB_STATUSES.map((value) => ({ value, label: t(`jobs.statuses.${value}`) })),
  )
  return { applied, kinds, statuses }
}
