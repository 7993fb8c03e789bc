import { useI18n } from 'vue-i18n'
import { useSession } from '../../../composables/use-session.ts'
import { useStaffOptions } from './use-staff-options.ts'
import type { StaffAct } from '../staff-acts.ts'
import type { StaffRow } from '../../../../../server/modules/staff/staff.contract.ts'

/** Acts of which one's own account has its own page. */
const OWN_PAGE: readonly (StaffAct | 'edit' | 'unlock')[] = ['resetPassword', 'signOut']
const NEVER_ON_YOURSELF: readonly (StaffAct | 'edit' | 'unlock')[] = ['disable', 'removeTotp']

/** Why an act on an account would be refused, as far as the page knows; the server decides. */
export function useStaffLimits() {
  const { t } = useI18n()
  const session = useSession()
  const { roles } = useStaffOptions()

  return (person: StaffRow, act: StaffAct | 'edit' | 'unlock'): string | undefined => {
    if (session.me?.adminUserId === person.id) {
      if (NEVER_ON_YOURSELF.includes(act)) return t('staff.notOnYourself')
      if (OWN_PAGE.includes(act)) return t('staff.ownAccount')
    }
    const beyond = new Set(roles.value.flatMap(({ id, blocked }) => (blocked ? [id] : [])))
    const isBeyond = person.roles.some(({ id }) => beyond.has(id))
    return isBeyond ? t('staff.rightsBeyondYou', { name: person.displayName }) : undefined
  }
}
