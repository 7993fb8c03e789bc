import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useStaffOptions } from './use-staff-options.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import {
  STAFF_STATUSES,
  type StaffFilter,
} from '../../../../../server/modules/staff/staff.contract.ts'

/** The conditions of the staff list in words: those in force, and those to choose from. */
export function useStaffFilters(input: () => StaffFilter) {
  const { t } = useI18n()
  const options = useStaffOptions()
  const choices = (list: readonly { id: number; label: string }[]) =>
    list.map(({ id, label }) => ({ value: id, label }))
  const roles = computed(() => choices(options.roles.value))
  const stores = computed(() => choices(options.stores.value))
  const statuses = computed(() =>
    STAFF_STATUSES.map((value) => ({ value, label: t(`staff.statuses.${value}`) })),
  )

  const applied = computed((): AppliedFilter[] => {
    const { keyword, status, roleId, storeId } = input()
    const chip = <Value>(
      key: keyof StaffFilter,
      value: Value | undefined,
      known: readonly { readonly value: Value; readonly label: string }[],
    ): AppliedFilter[] => {
      if (value === undefined || value === '') return []
      const label = known.find((each) => each.value === value)?.label ?? String(value)
      return [{ key, name: t(`staff.filters.${key}`), value: label }]
    }
    return [
      ...chip('keyword', keyword, []),
      ...chip('roleId', roleId, roles.value),
      ...chip('storeId', storeId, stores.value),
      ...chip('status', status, statuses.value),
    ]
  })
  return { applied, roles, stores, statuses }
}
