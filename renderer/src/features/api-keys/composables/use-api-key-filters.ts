import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import { API_KEY_STATES, type ListApiKeysInput } from '../api-key-list.ts'

/** The conditions of the list of keys in words: those in force, and those to choose from. */
export function useApiKeyFilters(input: () => Pick<ListApiKeysInput, 'keyword' | 'state'>) {
  const { t } = useI18n()
  const applied = computed((): AppliedFilter[] => {
    const { keyword, state } = input()
    return [
      ...(keyword ? [{ key: 'keyword', name: t('apiKeys.keyword'), value: keyword }] : []),
      ...(state
        ? [{ key: 'state', name: t('apiKeys.state'), value: t(`apiKeys.states.${state}`) }]
        : []),
    ]
  })
  const states = computed(() =>
    API_KEY_STATES.map((value) => ({ value, label: t(`apiKeys.states.${value}`) })),
  )
  return { applied, states }
}
