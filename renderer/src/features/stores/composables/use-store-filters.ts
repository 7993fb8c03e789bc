import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import { STORE_STATUSES } from '../../../../../server/modules/stores/stores.contract.ts'
import type { ListStoresInput } from '../store-list.ts'

/** The conditions of the store list in words: those in force, and those to choose from. */
export function useStoreFilters(input: () => Pick<ListStoresInput, 'keyword' | 'status'>) {
  const { t } = useI18n()
  const applied = computed((): AppliedFilter[] => {
    const { keyword, status } = input()
    return [
      ...(keyword ? [{ key: 'keyword', name: t('stores.keyword'), value: keyword }] : []),
      ...(status
        ? [{ key: 'status', name: t('stores.status'), value: t(`stores.statuses.${status}`) }]
        : []),
    ]
  })
  const statuses = computed(() =>
    STORE_STATUSES.map((value) => ({ value, label: t(`stores.statuses.${value}`) })),
  )
  return { applied, statuses }
}
