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
    { ...title('keyId'), width: 208 },
    { ...title('scopes'), width: 200 },
    { ...title('source'), width: 128 },
    { ...title('store'), width: 136 },
    { ...title('state'), width: 96, skeleton: 'short' },
    { ...title('lastUsedAt'), width: 144, sort: { key: 'lastUsedAt', firstOrder: 'desc' } },
    { ...title('createdAt'), width: 144, sort: { key: 'createdAt', firstOrder: 'desc' } },
  ])
}
