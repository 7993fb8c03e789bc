import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useColumnLayout } from '../../../composables/use-column-layout.ts'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListStaffInput } from '../../../../../server/modules/staff/staff.contract.ts'

type Column = DataColumn<ListStaffInput['sort']>
/** What stays beside an open drawer. */
const BESIDE_DRAWER = ['person', 'roles', 'status']

/**
 * The columns of the staff list, named in the reader's language and arranged by him. `beside` are the few
 * that fit beside an account; they cannot be arranged.
 */
export function useStaffColumns() {
  const { t } = useI18n()
  const columns = computed<Column[]>(() => [
    {
      key: 'person',
      title: t('staff.columns.person'),
      minWidth: 200,
      sort: { key: 'username', firstOrder: 'asc' },
      skeleton: 'identity',
    },
    { key: 'roles', title: t('staff.columns.roles'), width: 176 },
    { key: 'stores', title: t('staff.columns.stores'), width: 184 },
    { key: 'status', title: t('staff.columns.status'), width: 96, skeleton: 'short' },
    { key: 'totp', title: t('staff.columns.totp'), width: 96, skeleton: 'short' },
    {
      key: 'lastSignInAt',
      title: t('staff.columns.lastSignInAt'),
      width: 152,
      sort: { key: 'lastSignInAt', firstOrder: 'desc' },
    },
    {
      key: 'createdAt',
      title: t('staff.columns.createdAt'),
      width: 152,
      sort: { key: 'createdAt', firstOrder: 'desc' },
      isOptional: true,
    },
  ])
  const layout = useColumnLayout('staff', columns)
  const beside = computed(() => columns.value.filter(({ key }) => BESIDE_DRAWER.includes(key)))
  return { columns, layout, beside }
}
