import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useStoreOptions } from '../../../composables/use-store-options.ts'
import { useActor } from '../../audit/index.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import { pointBusiness } from '../../../../../server/modules/points/points.contract.ts'
import {
  ENTRY_SIGNS,
  type ListEntriesInput,
} from '../../../../../server/modules/points/records.contract.ts'

/** What to ask once a condition is dropped; some hang together. */
export function withoutFilter(key: string): Partial<ListEntriesInput> {
  if (key === 'keyword') return { keyword: '' }
  if (key === 'days') return { dayFrom: undefined, dayTo: undefined }
  if (key === 'member') return { memberUid: undefined }
  if (key === 'store') return { storeId: undefined }
  return key === 'staff' ? { staffId: undefined } : { [key]: undefined }
}

/** The conditions of the entries in words: those in force, and those to choose from. */
export function useEntryFilters(input: () => ListEntriesInput, memberName: () => string) {
  const { t } = useI18n()
  const stores = useStoreOptions()
  const actor = useActor(() => input().staffId)
  const choices = <T extends string>(values: readonly T[], part: string) =>
    values.map((value) => ({ value, label: t(`pointRecords.${part}.${value}`) }))

  function dayText({ dayFrom, dayTo }: ListEntriesInput): string {
    if (dayFrom && dayTo) return dayFrom === dayTo ? dayFrom : `${dayFrom} – ${dayTo}`
    if (dayFrom) return t('pointRecords.filters.since', { day: dayFrom })
    return dayTo ? t('pointRecords.filters.until', { day: dayTo }) : ''
  }
  const applied = computed((): AppliedFilter[] => {
    const { keyword, memberUid, business, kind, sign, storeId, staffId } = input()
    const { businessId = '', batchId = '' } = input()
    const word = (part: string, value: string | undefined): string =>
      value === undefined ? '' : t(`pointRecords.${part}.${value}`)
    const values: Readonly<Record<string, string>> = {
      business: word('business', business),
      kind: word('kinds', kind),
      sign: word('signs', sign),
      store: storeId === undefined ? '' : stores.nameOf(storeId),
      staff: staffId === undefined ? '' : (actor.value?.displayName ?? String(staffId)),
      days: dayText(input()),
      businessId,
      batchId,
    }
    const member = t('pointRecords.keyword')
    return [
      { key: 'keyword', name: member, value: keyword },
      { key: 'member', name: member, value: memberUid ? memberName() : '' },
      ...Object.entries(values).map(([key, value]) => ({
        ...{ key, value, name: t(`pointRecords.filters.${key}`) },
      })),
    ].filter(({ value }) => value !== '')
  })
  return {
    applied,
    stores: stores.all,
    businesses: computed(() => choices(pointBusiness.options, 'business')),
    signs: computed(() => choices(ENTRY_SIGNS, 'signs')),
  }
}
