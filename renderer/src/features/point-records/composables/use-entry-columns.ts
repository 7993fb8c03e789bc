import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListEntriesInput } from '../../../../../server/modules/points/records.contract.ts'

type Column = DataColumn<ListEntriesInput['sort']>

/** What stands beside an open entry, and how wide. */
const NARROW: Readonly<Record<string, Pick<Column, 'width' | 'minWidth'>>> = {
  bookedAt: { width: 176 },
  member: { minWidth: 120 },
  what: { width: 136 },
  points: { width: 104 },
}

/** The columns of the entries; beside an open one only those that tell it from the others. */
export function useEntryColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const column = (key: string, rest: Partial<Column> = {}): Column => ({
    key,
    title: t(`pointRecords.columns.${key}`),
    ...rest,
  })
  const columns = computed((): Column[] => [
    column('bookedAt', { width: 176, sort: { key: 'bookedAt', firstOrder: 'desc' } }),
    column('member', { minWidth: 168 }),
    column('what', { width: 152 }),
    column('points', { width: 112, align: 'end', skeleton: 'short' }),
    column('balanceAfter', { width: 96, align: 'end', skeleton: 'short' }),
    column('businessId', { width: 144 }),
    column('store', { width: 112 }),
    column('who', { width: 96 }),
    column('state', { width: 104, skeleton: 'short' }),
  ])
  const narrow = computed(() =>
    columns.value.flatMap((each) => {
      const size = NARROW[each.key]
      return size ? [{ ...each, ...size }] : []
    }),
  )
  return { columns, shown: computed(() => (isPeeking() ? narrow.value : columns.value)) }
}
