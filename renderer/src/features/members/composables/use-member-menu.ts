import { useI18n } from 'vue-i18n'
import { useRights } from '../../../composables/use-rights.ts'
import type { MenuItem } from '../../../ui/pop/menu-item.ts'
import type { MemberRow } from '../../../../../server/modules/members/members.contract.ts'

export type MemberAct = 'disable' | 'enable'
export type MemberMenuKey = 'open' | 'edit' | 'copyNo' | MemberAct

/** What turns a member's status. */
export const toggleOf = ({ status }: Pick<MemberRow, 'status'>): MemberAct =>
  status === 'active' ? 'disable' : 'enable'

/** What the menu of a row offers; what cannot be done says why, and whom to ask. */
export function useMemberMenu() {
  const { t } = useI18n()
  const { whyNot } = useRights()

  return (member: MemberRow): MenuItem<MemberMenuKey>[] => {
    const toggle = toggleOf(member)
    return [
      { key: 'open', label: t('members.openPage'), icon: 'user' },
      {
        key: 'edit',
        label: t('members.edit.action'),
        icon: 'edit',
        whyNot: whyNot('members.edit'),
      },
      { key: 'copyNo', label: t('members.acts.copyNo'), icon: 'copy' },
      {
        key: toggle,
        label: t(`members.acts.${toggle}.button`),
        icon: toggle === 'disable' ? 'lock' : 'check',
        whyNot: whyNot('members.disable'),
        isApart: true,
        ...(toggle === 'disable' ? { tone: 'bad' as const } : {}),
      },
    ]
  }
}
