import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListApiKeysInput } from '../api-key-list.ts'

/** The columns of the list of keys, named in the reader's language. */
export function useApiKeyColumns() {
  const { t } = useI18n()
  const title = (key: string) => ({ key, title: t(`apiKeys.columns.${key}`) })
  return computed<DataColumn<ListApiKeysInput['sort']>[]>(() => [
    { ...title('name'), sort: { key: 'name', firstOrder: 'asc' } },
    { ...title('keyId'), width: 200 },
    { ...title('scopes'), width: 168 },
    { ...title('source'), width: 112 },
    { ...title('store'), width: 120 },
    { ...title('state'), width: 88, skeleton: 'short' },
    { ...title('lastUsedAt'), width: 136, sort: { key: 'lastUsedAt', firstOrder: 'desc' } },
    { ...title('createdAt'), width: 136, sort: { key: 'createdAt', firstOrder: 'desc' } },
  ])
}
