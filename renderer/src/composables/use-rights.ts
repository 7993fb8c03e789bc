import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../api/client.ts'
import { useSession } from './use-session.ts'
import type { Permission } from '../../../server/contract/permissions.ts'

/**
 * What the signed-in person may do. The server checks every request itself; this decides only what is
 * shown as disabled, and says which role to ask for.
 */
export function useRights() {
  const session = useSession()
  const { t, te } = useI18n({ useScope: 'global' })
  const holders = useQuery({
    queryKey: ['role-holders'],
    queryFn: ({ signal }) => api.roles.holders.query(undefined, { signal }),
    enabled: computed(() => session.me !== undefined),
    staleTime: 5 * 60_000,
  })

  const roleName = (role: { code: string; name: string }): string =>
    te(`roles.builtIn.${role.code}`) ? t(`roles.builtIn.${role.code}`) : role.name

  /** A right by its name; one that this page does not know by its code. */
  function rightName(right: string): string {
    const [module = '', verb = ''] = right.split('.')
    const key = `roles.rights.${module}.${verb}.name`
    return te(key) ? t(key) : right
  }

  /** Why something is disabled, with the roles that may do it; undefined where it is allowed. */
  function whyNot(permission: Permission): string | undefined {
    if (session.can(permission)) return undefined
    const roles = holders.data.value?.find((each) => each.permission === permission)?.roles ?? []
    return t('ui.askRole', { roles: roles.map(roleName).join(t('ui.listSeparator')) })
  }

  return { can: session.can, whyNot, roleName, rightName }
}
