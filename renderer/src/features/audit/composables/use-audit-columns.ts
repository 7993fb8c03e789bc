import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useColumnLayout } from '../../../composables/use-column-layout.ts'
import { useMediaQuery } from '../../../composables/use-media-query.ts'
import type { DataColumn } from '../../../ui/table-model.ts'

/**
 * Columns of the log, arranged by the reader. `beside` are those that fit beside an open entry; in a
 * narrow window without the summary, which is in sight at the side.
 */
export function useAuditColumns() {
  const { t } = useI18n()
  const isNarrow = useMediaQuery('(max-width: 1420px)')
  const column = (key: string, width?: number): DataColumn<'at'> => ({
    key,
    title: t(`audit.columns.${key}`),
    ...(width === undefined ? {} : { width }),
  })
  const at = computed<DataColumn<'at'>>(() => ({
    ...column('at', 132),
    sort: { key: 'at', firstOrder: 'desc' },
  }))
  const columns = computed(() => [
    at.value,
    column('actor', 128),
    column('action', 208),
    column('target', 216),
    column('summary'),
  ])
  const beside = computed(() =>
    isNarrow.value
      ? [at.value, column('actor', 100), column('action', 176), column('target', 140)]
      : [
          at.value,
          column('actor', 128),
          column('action', 176),
          column('target', 136),
          column('summary', 140),
        ],
  )
  return { columns, layout: useColumnLayout('audit', columns), beside }
}
