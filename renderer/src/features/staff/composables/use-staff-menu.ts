import { useI18n } from 'vue-i18n'
import { useRights } from '../../../composables/use-rights.ts'
import { useStaffLimits } from './use-staff-limits.ts'
import type { StaffAct } from '../staff-acts.ts'
import type { MenuItem } from '../../../ui/pop/menu-item.ts'
import type { StaffRow } from '../../../../../server/modules/staff/staff.contract.ts'

export type StaffMenuKey = 'edit' | StaffAct

/** What the menu of a row offers; what cannot be done says why, and whom to ask. */
export function useStaffMenu() {
  const { t } = useI18n()
  const { whyNot } = useRights()
  const limitOf = useStaffLimits()

  return (person: StaffRow): MenuItem<StaffMenuKey>[] => {
    const may = (act: StaffMenuKey) => whyNot('staff.manage') ?? limitOf(person, act)
    const act = (key: StaffAct) => ({
      key,
      label: t(`staff.acts.${key}.button`),
      whyNot: may(key),
    })
    return [
      { key: 'edit', label: t('staff.acts.edit'), icon: 'edit', whyNot: may('edit') },
      { ...act('resetPassword'), icon: 'key' },
      { ...act('signOut'), icon: 'exit' },
      person.status === 'active'
        ? { ...act('disable'), icon: 'lock', tone: 'bad', isApart: true }
        : { ...act('enable'), icon: 'check', isApart: true },
    ]
  }
}
