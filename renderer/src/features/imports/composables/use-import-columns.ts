import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

const WIDTHS = {
  name: undefined,
  kind: 88,
  state: 176,
  rows: 104,
  refused: 104,
  uploadedBy: 128,
  createdAt: 152,
} as const
type Key = keyof typeof WIDTHS

/** The columns of the imported files. */
export function useImportColumns() {
  const { t } = useI18n()
  const column = (
    key: Key,
    rest: Partial<DataColumn<'createdAt'>> = {},
  ): DataColumn<'createdAt'> => {
    const width = WIDTHS[key]
    return { key, title: t(`imports.columns.${key}`), ...(width && { width }), ...rest }
  }
  return computed((): DataColumn<'createdAt'>[] => [
    column('name', { minWidth: 200 }),
    column('kind', { skeleton: 'short' }),
    column('state'),
    column('rows', { align: 'end', skeleton: 'short' }),
    column('refused', { align: 'end', skeleton: 'short' }),
    column('uploadedBy'),
    column('createdAt'),
  ])
}
