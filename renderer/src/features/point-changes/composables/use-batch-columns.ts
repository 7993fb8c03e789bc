import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

type Column = DataColumn<'createdAt'>
const BESIDE: readonly string[] = ['reason', 'status', 'total']

/** The columns of batches; beside an open one only those that tell it from the others. */
export function useBatchColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const column = (key: string, rest: Partial<Column> = {}): Column => ({
    key,
    title: t(`pointChanges.batches.columns.${key}`),
    ...rest,
  })
  const all = computed((): Column[] => [
    column('reason', { minWidth: 200 }),
    column('status', { width: 112, skeleton: 'short' }),
    column('points', { width: 112, align: 'end', skeleton: 'short' }),
    column('memberCount', { width: 96, align: 'end', skeleton: 'short' }),
    column('total', { width: 128, align: 'end', skeleton: 'short' }),
    column('progress', { width: 168 }),
    column('createdBy', { width: 128 }),
    column('createdAt', { width: 152, sort: { key: 'createdAt', firstOrder: 'desc' } }),
  ])
  return computed(() =>
    isPeeking() ? all.value.filter(({ key }) => BESIDE.includes(key)) : all.value,
  )
}
