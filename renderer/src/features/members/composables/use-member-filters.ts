import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import {
  MEMBER_STATUSES,
  type ListMembersInput,
} from '../../../../../server/modules/members/members.contract.ts'

/** The conditions of the member list in words: those in force, and those to choose from. */
export function useMemberFilters(input: () => Pick<ListMembersInput, 'keyword' | 'status'>) {
  const { t } = useI18n()
  const applied = computed((): AppliedFilter[] => {
    const { keyword, status } = input()
    return [
      ...(keyword ? [{ key: 'keyword', name: t('members.keyword'), value: keyword }] : []),
      ...(status
        ? [{ key: 'status', name: t('members.status'), value: t(`members.statuses.${status}`) }]
        : []),
    ]
  })
  const statuses = computed(() =>
    MEMBER_STATUSES.map((value) => ({ value, label: t(`members.statuses.${value}`) })),
  )
  return { applied, statuses }
}
