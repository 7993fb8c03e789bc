import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

/** The columns of what could not be delivered, named in the reader's language. */
export function useUndeliveredColumns() {
  const { t } = useI18n()
  const column = (
    key: string,
    rest: Partial<DataColumn<'createdAt'>> = {},
  ): DataColumn<'createdAt'> => ({
    key,
    title: t(`notifications.undelivered.columns.${key}`),
    ...rest,
  })
  return computed((): DataColumn<'createdAt'>[] => [
    column('member', { width: 172, skeleton: 'identity' }),
    column('consumer', { minWidth: 116 }),
    column('event', { width: 128 }),
    column('state', { width: 124, skeleton: 'short' }),
    column('reason', { minWidth: 144 }),
    column('attempts', { width: 84, skeleton: 'short' }),
    column('nextAttemptAt', { width: 148 }),
    column('occurredAt', { width: 148 }),
  ])
}
