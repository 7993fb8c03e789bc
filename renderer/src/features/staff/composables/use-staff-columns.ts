import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListStaffInput } from '../../../../../server/modules/staff/staff.contract.ts'

type Column = DataColumn<ListStaffInput['sort']>
/** What stays beside an open drawer. */
const BESIDE_DRAWER = ['select', 'person', 'roles', 'status']

/** The columns of the staff list, named in the reader's language. */
export function useStaffColumns(isPeeking: () => boolean) {
  const { t } = useI18n()
  const all = computed<Column[]>(() => [
    { key: 'select', title: '', width: 50, skeleton: 'short' },
    {
      key: 'person',
      title: t('staff.columns.person'),
      sort: { key: 'username', firstOrder: 'asc' },
      skeleton: 'identity',
    },
    { key: 'roles', title: t('staff.columns.roles'), width: 216 },
    { key: 'stores', title: t('staff.columns.stores'), width: 200 },
    { key: 'status', title: t('staff.columns.status'), width: 104, skeleton: 'short' },
    { key: 'totp', title: t('staff.columns.totp'), width: 104, skeleton: 'short' },
    {
      key: 'lastSignInAt',
      title: t('staff.columns.lastSignInAt'),
      width: 168,
      sort: { key: 'lastSignInAt', firstOrder: 'desc' },
    },
  ])
  return computed(() =>
    isPeeking() ? all.value.filter(({ key }) => BESIDE_DRAWER.includes(key)) : all.value,
  )
}
