import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import {
  EVENT_PROBLEMS,
  type ListOpenEventsInput,
} from '../../../../../server/modules/order-events/open-events.contract.ts'

/** What to ask once a condition is dropped. */
export const withoutFilter = (key: string): Partial<ListOpenEventsInput> =>
  key === 'keyword' ? { keyword: '' } : { [key]: undefined }

/** The conditions of the order events in words: those in force, and those to choose from. */
export function useEventFilters(input: () => ListOpenEventsInput) {
  const { t } = useI18n()
  const { data } = useQuery({
    queryKey: ['points-event-sources'],
    queryFn: ({ signal }) => api.orderEvents.sources.query(undefined, { signal }),
  })
  const problems = computed(() =>
    EVENT_PROBLEMS.map((value) => ({ value, label: t(`orderEvents.problems.${value}`) })),
  )
  const sources = computed(() => (data.value ?? []).map((value) => ({ value, label: value })))
  const applied = computed((): AppliedFilter[] => {
    const { keyword, problem, source = '' } = input()
    const problemText = problem ? t(`orderEvents.problems.${problem}`) : ''
    return [
      { key: 'keyword', name: t('orderEvents.keyword'), value: keyword },
      { key: 'problem', name: t('orderEvents.columns.problem'), value: problemText },
      { key: 'source', name: t('orderEvents.columns.source'), value: source },
    ].filter(({ value }) => value !== '')
  })
  return { applied, problems, sources }
}
