import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListOrdersInput } from '../../../../../server/modules/orders/orders.contract.ts'

type Column = DataColumn<ListOrdersInput['sort']>

/** The columns of the orders; beside an open one only those that tell it from the others. */
export function useOrderColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const column = (key: string, rest: Partial<Column> = {}): Column => ({
    key,
    title: t(`orders.columns.${key}`),
    ...rest,
  })
  const columns = computed((): Column[] => [
    column('orderNo', { width: 176 }),
    column('member', { minWidth: 200 }),
    column('store', { width: 120 }),
    column('status', { width: 96, skeleton: 'short' }),
    column('quantity', { width: 76, align: 'end', skeleton: 'short' }),
    column('paidFen', {
      width: 124,
      align: 'end',
      sort: { key: 'paidFen', firstOrder: 'desc' },
    }),
    column('paidAt', { width: 156, sort: { key: 'paidAt', firstOrder: 'desc' } }),
    column('source', { width: 104, skeleton: 'short' }),
  ])
  const NARROW = ['orderNo', 'member', 'paidFen', 'paidAt']
  const narrow = computed(() => columns.value.filter(({ key }) => NARROW.includes(key)))
  return { columns, shown: computed(() => (isPeeking() ? narrow.value : columns.value)) }
}
