import { useMediaQuery } from '../../../composables/use-media-query.ts'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

/** Columns of the log. With an entry open in a narrow window its summary is in sight at the side. */
export function useAuditColumns(isPanelOpen: Readonly<Ref<boolean>>) {
  const { t } = useI18n()
  const isNarrow = useMediaQuery('(max-width: 1420px)')
  return computed<DataColumn<'at'>[]>(() => {
    const isTight = isPanelOpen.value && isNarrow.value
    const column = (key: string, width?: number) => ({
      key,
      title: t(`audit.columns.${key}`),
      ...(width === undefined ? {} : { width }),
    })
    return [
      { ...column('at', 132), sort: { key: 'at', firstOrder: 'desc' } },
      column('actor', isTight ? 100 : 128),
      column('action', 176),
      column('target', isTight ? 140 : isPanelOpen.value ? 136 : 240),
      ...(isTight ? [] : [column('summary', isPanelOpen.value ? 140 : undefined)]),
    ]
  })
}
