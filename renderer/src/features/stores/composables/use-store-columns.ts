import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListStoresInput } from '../store-list.ts'

/** The columns of the store list, named in the reader's language. */
export function useStoreColumns() {
  const { t } = useI18n()
  return computed<DataColumn<ListStoresInput['sort']>[]>(() => [
    {
      key: 'code',
      title: t('stores.columns.code'),
      width: 176,
      sort: { key: 'code', firstOrder: 'asc' },
    },
    { key: 'name', title: t('stores.columns.name'), sort: { key: 'name', firstOrder: 'asc' } },
    { key: 'status', title: t('stores.columns.status'), width: 120, skeleton: 'short' },
    {
      key: 'staffCount',
      title: t('stores.columns.staffCount'),
      width: 104,
      align: 'end',
      sort: { key: 'staffCount', firstOrder: 'desc' },
      skeleton: 'short',
    },
    {
      key: 'createdAt',
      title: t('stores.columns.createdAt'),
      width: 184,
      sort: { key: 'createdAt', firstOrder: 'desc' },
    },
  ])
}
