import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRegions } from '../../../composables/use-regions.ts'
import { useStoreOptions } from '../../../composables/use-store-options.ts'
import { formatCount, formatFen } from '../../../ui/format.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import { FILTER_GROUPS, type FilterGroup } from '../member-filters.ts'
import {
  MEMBER_STATUSES,
  REGISTER_CHANNELS,
  type MemberFilter,
} from '../../../../../server/modules/members/members.contract.ts'

const GROUPS = Object.keys(FILTER_GROUPS) as FilterGroup[]

/** The conditions of the member list in words: those in force, and those to choose from. */
export function useMemberFilters(filter: () => MemberFilter) {
  const { t } = useI18n()
  const stores = useStoreOptions()
  const regions = useRegions()

  function range(from: string | undefined, to: string | undefined, isAmount = false): string {
    if (from === undefined && to === undefined) return ''
    if (to === undefined) return t(isAmount ? 'members.range.min' : 'members.range.from', { from })
    if (from === undefined) return t(isAmount ? 'members.range.max' : 'members.range.to', { to })
    return from === to ? from : t('members.range.both', { from, to })
  }
  const shown = (value: number | undefined, format: (value: number) => string) =>
    value === undefined ? undefined : format(value)
  const storeText = (id: number | undefined) => (id === undefined ? '' : stores.nameOf(id))

  function textOf(group: FilterGroup): string {
    const asked = filter()
    switch (group) {
      case 'keyword':
        return asked.keyword
      case 'status':
        return asked.status ? t(`members.statuses.${asked.status}`) : ''
      case 'homeStore':
        return storeText(asked.homeStoreId)
      case 'registerChannel':
        return asked.registerChannel ? t(`members.channels.${asked.registerChannel}`) : ''
      case 'gender':
        return asked.gender ? t(`members.genders.${asked.gender}`) : ''
      case 'region':
        return asked.regionCode ? regions.nameOf(asked.regionCode) : ''
      case 'registerStore':
        return storeText(asked.registerStoreId)
      case 'registered':
        return range(asked.registeredFrom, asked.registeredTo)
      case 'birthday':
        return range(asked.birthdayFrom, asked.birthdayTo)
      case 'lastOrder':
        return range(asked.lastOrderFrom, asked.lastOrderTo)
      case 'spend':
        return range(shown(asked.spendFenMin, formatFen), shown(asked.spendFenMax, formatFen), true)
      case 'orders': {
        const { orderCountMin, orderCountMax } = asked
        return range(shown(orderCountMin, formatCount), shown(orderCountMax, formatCount), true)
      }
    }
  }

  const applied = computed((): AppliedFilter[] =>
    GROUPS.map((key) => ({ key, name: t(`members.filters.${key}`), value: textOf(key) })).filter(
      ({ value }) => value !== '',
    ),
  )
  const statuses = computed(() =>
    MEMBER_STATUSES.map((value) => ({ value, label: t(`members.statuses.${value}`) })),
  )
  const channels = computed(() =>
    REGISTER_CHANNELS.map((value) => ({ value, label: t(`members.channels.${value}`) })),
  )
  return { applied, statuses, channels, stores: stores.all }
}
