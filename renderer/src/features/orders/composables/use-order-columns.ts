import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListOrdersInput } from '../../../../../server/modules/orders/orders.contract.ts'

type Column = DataColumn<ListOrdersInput['sort']>

/** What stands beside an open order, and how wide. */
const NARROW: Readonly<Record<string, Pick<Column, 'width' | 'minWidth'>>> = {
  orderNo: { width: 136 },
  member: { minWidth: 132 },
  paidFen: { width: 112 },
  paidAt: { width: 168 },
}

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
    column('store', { width: 112 }),
    column('status', { width: 116, skeleton: 'short' }),
    column('quantity', { width: 72, align: 'end', skeleton: 'short' }),
    column('paidFen', {
      width: 120,
      align: 'end',
      sort: { key: 'paidFen', firstOrder: 'desc' },
    }),
    column('paidAt', { width: 152, sort: { key: 'paidAt', firstOrder: 'desc' } }),
    column('source', { width: 96, skeleton: 'short' }),
  ])
  const narrow = computed(() =>
    columns.value.flatMap((each) => {
      const size = NARROW[each.key]
      return size ? [{ ...each, ...size }] : []
    }),
  )
  return { columns, shown: computed(() => (isPeeking() ? narrow.value : columns.value)) }
}
