import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'

type Column = DataColumn<'receivedAt'>
const BESIDE: readonly string[] = ['receivedAt', 'problem', 'orderNo']

/** The columns of order events; beside an open one only those that tell it from the others. */
export function useEventColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const column = (key: string, rest: Partial<Column> = {}): Column => ({
    key,
    title: t(`orderEvents.columns.${key}`),
    ...rest,
  })
  const all = computed((): Column[] => [
    column('receivedAt', { width: 160, sort: { key: 'receivedAt', firstOrder: 'desc' } }),
    column('problem', { minWidth: isPeeking() ? 120 : 256 }),
    column('kind', { width: 88, skeleton: 'short' }),
    column('orderNo', { width: 136 }),
    column('source', { width: 88, skeleton: 'short' }),
    column('member', { width: 192 }),
    column('waits', { width: 88, skeleton: 'short' }),
  ])
  return computed(() =>
    isPeeking() ? all.value.filter(({ key }) => BESIDE.includes(key)) : all.value,
  )
}
