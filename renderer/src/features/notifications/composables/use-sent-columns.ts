import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

/** The columns of what was sent; beside an open one only those that tell it from the others. */
export function useSentColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const column = (
    key: string,
    rest: Partial<DataColumn<'createdAt'>> = {},
  ): DataColumn<'createdAt'> => ({ key, title: t(`notifications.sent.columns.${key}`), ...rest })
  return computed((): DataColumn<'createdAt'>[] =>
    isPeeking()
      ? [
          column('member', { skeleton: 'identity' }),
          column('status', { width: 112, skeleton: 'short' }),
          column('createdAt', { width: 172 }),
        ]
      : [
          column('member', { width: 220, skeleton: 'identity' }),
          column('event', { width: 140 }),
          column('title'),
          column('channel', { width: 136 }),
          column('status', { width: 120, skeleton: 'short' }),
          column('createdAt', { width: 160 }),
        ],
  )
}
