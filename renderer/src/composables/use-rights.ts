import { useQuery } from '@tanstack/vue-query'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../api/client.ts'
import { useSession } from './use-session.ts'
import type { Permission } from '../../../server/contract/permissions.ts'

/** A right, or several of which one will do. */
export type NeededRight = Permission | readonly Permission[]

/** Who has which right, asked for once however many controls of a page depend on one. */
const useRoleHolders = defineStore('role-holders', () => {
  const session = useSession()
  const { data } = useQuery({
    queryKey: ['role-holders'],
    queryFn: ({ signal }) => api.roles.holders.query(undefined, { signal }),
    enabled: computed(() => session.me !== undefined),
    staleTime: 5 * 60_000,
  })
  return { rights: computed(() => data.value ?? []) }
})

/**
 * What the signed-in person may do. The server checks every request itself; this decides only what is
 * shown as disabled, and says which role to ask for.
 */
export function useRights() {
  const session = useSession()
  const { t, te } = useI18n({ useScope: 'global' })
  const holders = useRoleHolders()

  const roleName = (role: { code: string; name: string }): string =>
    te(`roles.builtIn.${role.code}`) ? t(`roles.builtIn.${role.code}`) : role.name

  /** A right by its name; one that this page does not know by its code. */
  function rightName(right: string): string {
    const [module = '', verb = ''] = right.split('.')
    const key = `roles.rights.${module}.${verb}.name`
    return te(key) ? t(key) : right
  }

  /** Why something is disabled, with the roles that may do it; undefined where it is allowed. */
  function whyNot(need: NeededRight): string | undefined {
    const rights = [need].flat()
    if (rights.some((right) => session.can(right))) return undefined
    const roles = holders.rights.flatMap((each) =>
      rights.includes(each.permission) ? each.roles : [],
    )
    const names = new Set(roles.map(roleName))
    return t('ui.askRole', { roles: [...names].join(t('ui.listSeparator')) })
  }

  return { can: session.can, whyNot, roleName, rightName }
}
