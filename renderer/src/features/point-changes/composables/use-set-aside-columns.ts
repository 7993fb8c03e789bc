import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

type Column = DataColumn<'createdAt'>

/** The columns of points that are set aside. */
export function useSetAsideColumns() {
  const { t } = useI18n()
  const column = (key: string, rest: Partial<Column> = {}): Column => ({
    key,
    title: t(`pointChanges.setAside.columns.${key}`),
    ...rest,
  })
  return computed((): Column[] => [
    column('member', { minWidth: 248 }),
    column('kind', { width: 96, skeleton: 'short' }),
    column('points', { width: 96, align: 'end', skeleton: 'short' }),
    column('what', { minWidth: 128 }),
    column('actorName', { width: 80 }),
    column('createdAt', { width: 144, sort: { key: 'createdAt', firstOrder: 'desc' } }),
    column('expiresAt', { width: 144 }),
    column('act', { width: 96, align: 'end', skeleton: 'short' }),
  ])
}
