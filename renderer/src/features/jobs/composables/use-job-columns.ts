import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

/** The columns of the jobs; beside an open one only those that tell it from the others. */
export function useJobColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const column = (key: string, width?: number): DataColumn<'createdAt'> => ({
    key,
    title: t(`jobs.columns.${key}`),
    ...(width === undefined ? {} : { width }),
  })
  return computed((): DataColumn<'createdAt'>[] =>
    isPeeking()
      ? [
          column('kind', 184),
          column('status', 100),
          column('progress', 148),
          { ...column('result'), minWidth: 144 },
        ]
      : [
          column('kind', 200),
          { ...column('status', 100), skeleton: 'short' },
          column('progress', 200),
          column('requestedBy', 120),
          column('createdAt', 148),
          column('duration', 100),
          column('result'),
        ],
  )
}
