import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useColumnLayout } from '../../../composables/use-column-layout.ts'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListMembersInput } from '../../../../../server/modules/members/members.contract.ts'

type Sort = ListMembersInput['sort']
type Column = DataColumn<Sort>
const BESIDE_DRAWER = ['member', 'spend', 'status']

const byLatest = (key: Sort) => ({ sort: { key, firstOrder: 'desc' } }) as const
const waiting = { isOptional: true } as const

/**
 * The columns of the member list, named in the reader's language and arranged by him. `beside` are the few
 * that fit beside a member; they cannot be arranged.
 */
export function useMemberColumns() {
  const { t } = useI18n()
  const named = (key: string, width: number, more: Partial<Column> = {}): Column => ({
    key,
    title: t(`members.columns.${key}`),
    width,
    ...more,
  })
  const columns = computed<Column[]>(() => [
    {
      key: 'member',
      title: t('members.columns.member'),
      minWidth: 168,
      sort: { key: 'nickname', firstOrder: 'asc' },
      skeleton: 'identity',
    },
    named('mobile', 148, { minWidth: 144 }),
    named('spend', 116, { align: 'end', ...byLatest('spendFen') }),
    named('orderCount', 76, { align: 'end', ...byLatest('orderCount') }),
    named('lastOrderDate', 104, byLatest('lastOrderDate')),
    named('registerChannel', 96, { skeleton: 'short' }),
    named('registeredAt', 148, byLatest('registeredAt')),
    named('status', 80, { skeleton: 'short' }),
    named('homeStore', 128, waiting),
    named('memberNo', 132, { ...waiting, sort: { key: 'memberNo', firstOrder: 'asc' } }),
    named('realName', 112, waiting),
    named('cardNo', 132, waiting),
    named('externalId', 148, waiting),
    named('gender', 72, { ...waiting, skeleton: 'short' }),
    named('birthday', 104, waiting),
    named('region', 184, waiting),
    named('registerStore', 128, waiting),
  ])
  const layout = useColumnLayout('members', columns)
  const beside = computed(() => columns.value.filter(({ key }) => BESIDE_DRAWER.includes(key)))
  return { columns, layout, beside }
}
