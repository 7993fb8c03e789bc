import { useI18n } from 'vue-i18n'
import { useBusinessZone } from '../../../composables/use-business-zone.ts'
import { useRegions } from '../../../composables/use-regions.ts'
import { formatDateTime } from '../../../ui/format.ts'
import type { MemberRow } from '../../../../../server/modules/members/members.contract.ts'

/** Columns whose cell is a piece of text. */
export const PLAIN_CELLS = [
  'memberNo',
  'cardNo',
  'externalId',
  'gender',
  'birthday',
  'region',
  'registerChannel',
  'registerStore',
  'homeStore',
  'registeredAt',
  'lastOrderDate',
] as const
export type PlainCell = (typeof PLAIN_CELLS)[number]

/** The text of a cell; empty where there is none. */
export function useMemberCells() {
  const { t } = useI18n()
  const zone = useBusinessZone()

  return (member: MemberRow, cell: PlainCell): string => {
    switch (cell) {
      case 'gender':
        return t(`members.genders.${member.gender}`)
      case 'region':
        return member.regionCode === null ? '' : useRegions().nameOf(member.regionCode)
      case 'registerChannel':
        return t(`members.channels.${member.registerChannel}`)
      case 'registeredAt':
        return formatDateTime(member.registeredAt, zone.value)
      case 'memberNo':
      case 'cardNo':
      case 'externalId':
      case 'birthday':
      case 'registerStore':
      case 'homeStore':
      case 'lastOrderDate':
        return member[cell] ?? ''
    }
  }
}
