import { useI18n } from 'vue-i18n'
import { useRegions } from '../../../composables/use-regions.ts'
import { useStoreOptions } from '../../../composables/use-store-options.ts'
import { GENDERS, MEMBER_STATUSES } from '../../../../../server/modules/members/members.contract.ts'

/** Fields of a profile and their values in the reader's words. */
export function useMemberWords() {
  const { t } = useI18n()
  const regions = useRegions()
  const stores = useStoreOptions()

  const fieldText = (field: string): string => t(`members.fields.${field}`)

  /** One value of a field, as a profile or the log has it. */
  function valueText(field: string, value: unknown): string {
    if (value === null || value === undefined || value === '') return t('members.conflict.empty')
    if (field === 'homeStoreId') return stores.nameOf(Number(value))
    if (typeof value !== 'string') return JSON.stringify(value)
    if (field === 'regionCode') return regions.nameOf(value)
    if (field === 'gender' && GENDERS.some((each) => each === value)) {
      return t(`members.genders.${value}`)
    }
    if (field === 'status' && MEMBER_STATUSES.some((each) => each === value)) {
      return t(`members.statuses.${value}`)
    }
    return value
  }
  return { fieldText, valueText }
}
