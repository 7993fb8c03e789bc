import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import type { Ctx } from '../../db/context.ts'
import { refuse, textCell } from '../imports/cells.ts'
import type { MappedRow } from '../imports/importer.ts'
import type { MemberReference } from './find-member-ids.ts'

const NUMBER_MAX = 64

/** The first of the row's numbers by which a member is known. @throws RowRefused */
export function memberCell(ctx: Ctx, row: MappedRow): MemberReference {
  const externalId = textCell(row, 'externalId', NUMBER_MAX)
  if (externalId !== '') return { column: 'externalId', value: externalId }
  const mobile = normaliseMobile(textCell(row, 'mobile', 32))
  if (mobile !== '') {
    if (!isMobile(mobile)) refuse('MOBILE_INVALID', 'mobile')
    return { column: 'mobileIndex', value: ctx.keys.blindIndex('member.mobile', mobile) }
  }
  const cardNo = textCell(row, 'cardNo', NUMBER_MAX)
  if (cardNo !== '') return { column: 'cardNo', value: cardNo }
  const memberNo = textCell(row, 'memberNo', NUMBER_MAX)
  return memberNo === '' ? refuse('CONTACT_MISSING') : { column: 'memberNo', value: memberNo }
}
