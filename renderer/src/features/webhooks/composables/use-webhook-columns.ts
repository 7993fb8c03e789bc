import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

/** The columns of the list of endpoints, named in the reader's language. */
export function useWebhookColumns(isNarrow: () => boolean) {
  const { t } = useI18n()
  const column = (
    key: string,
    rest: Partial<DataColumn<'createdAt'>> = {},
  ): DataColumn<'createdAt'> => ({ key, title: t(`webhooks.columns.${key}`), ...rest })
  return computed((): DataColumn<'createdAt'>[] => [
    column('name', { minWidth: 200 }),
    column('health', { width: 120, skeleton: 'short' }),
    ...(isNarrow()
      ? []
      : [
          column('eventTypes', { minWidth: 180 }),
          column('lastSuccessAt', { width: 148 }),
          column('lastFailureAt', { width: 148 }),
        ]),
    column('waiting', { width: 116, align: 'end', skeleton: 'short' }),
  ])
}
