import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { rightsDifference } from '../rights.ts'
import type { Permission, Scope } from '../../../../../server/contract/permissions.ts'
import type { RoleRow } from '../../../../../server/modules/roles/roles.contract.ts'

/** A role as it is being changed, and what differs from the stored one. */
export function useRoleDraft(role: MaybeRefOrGetter<RoleRow>) {
  const name = ref('')
  const scope = ref<Scope>('own')
  const permissions = ref<readonly Permission[]>([])

  function reset(): void {
    const stored = toValue(role)
    name.value = stored.name
    scope.value = stored.scope
    permissions.value = [...stored.permissions]
  }
  // A newer answer with the same content leaves what is being changed alone.
  watch(() => JSON.stringify(toValue(role)), reset, { immediate: true })

  const difference = computed(() => rightsDifference(toValue(role).permissions, permissions.value))
  const isRenamed = computed(() => name.value.trim() !== toValue(role).name)
  const isMoved = computed(() => scope.value !== toValue(role).scope)
  const isDirty = computed(() => {
    const { added, removed } = difference.value
    return added.length + removed.length > 0 || isRenamed.value || isMoved.value
  })

  function choose(rights: readonly Permission[], isOn: boolean): void {
    const others = permissions.value.filter((right) => !rights.includes(right))
    permissions.value = isOn ? [...others, ...rights] : others
  }

  return { name, scope, permissions, difference, isRenamed, isMoved, isDirty, choose, reset }
}
