import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useRights } from '../../../composables/use-rights.ts'
import { useSession } from '../../../composables/use-session.ts'
import type { RoleRow } from '../../../../../server/modules/roles/roles.contract.ts'

interface Choice {
  readonly id: number
  readonly label: string
  /** Why it cannot be given by whoever is signed in. */
  readonly blocked?: string | undefined
}

/** Roles and stores to choose from. Who may not see them gets none and is told so by the fields. */
export function useStaffOptions() {
  const { t } = useI18n()
  const { can, roleName } = useRights()
  const session = useSession()
  const roleRows = useQuery({
    queryKey: ['roles-list'],
    queryFn: ({ signal }) => api.roles.list.query(undefined, { signal }),
    enabled: computed(() => can('roles.view')),
  })
  const storeRows = useQuery({
    queryKey: ['stores-all'],
    queryFn: ({ signal }) => api.stores.list.query(undefined, { signal }),
    enabled: computed(() => can('stores.view')),
  })

  /** Nobody gives a right that he does not have, nor more stores than he sees. */
  function whyNotGiven(role: RoleRow): string | undefined {
    const isBeyond = role.scope === 'all' && session.me?.scope !== 'all'
    const isMore = role.permissions.some((permission) => !can(permission))
    return isBeyond || isMore ? t('staff.roleBeyondYou') : undefined
  }

  const roles = computed<readonly Choice[]>(() =>
    (roleRows.data.value ?? []).map((role) => ({
      id: role.id,
      label: roleName(role),
      blocked: whyNotGiven(role),
    })),
  )
  const stores = computed<readonly Choice[]>(() =>
    (storeRows.data.value ?? []).map(({ id, code, name }) => ({ id, label: `${code} ${name}` })),
  )
  return { roles, stores }
}
