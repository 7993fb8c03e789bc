import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DataColumn } from '../../../ui/table-model.ts'
import type { ListMembersInput } from '../../../../../server/modules/members/members.contract.ts'

/** The columns of the member list, named in the reader's language. */
export function useMemberColumns() {
  const { t } = useI18n()
  return computed<DataColumn<ListMembersInput['sort']>[]>(() => [
    {
      key: 'member',
      title: t('members.columns.member'),
      sort: { key: 'nickname', firstOrder: 'asc' },
      skeleton: 'identity',
    },
    { key: 'mobile', title: t('members.columns.mobile'), width: 176, minWidth: 160 },
    { key: 'externalId', title: t('members.columns.externalId'), width: 200 },
    { key: 'status', title: t('members.columns.status'), width: 116, skeleton: 'short' },
    {
      key: 'createdAt',
      title: t('members.columns.createdAt'),
      width: 176,
      sort: { key: 'createdAt', firstOrder: 'desc' },
    },
    { key: 'updatedAt', title: t('members.columns.updatedAt'), width: 176 },
  ])
}
