import { isEmail, normaliseEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import type { Ctx } from '../../db/context.ts'
import { momentCell, optionalText, refuse, textCell } from '../imports/cells.ts'
import type { MappedRow } from '../imports/importer.ts'
import { storeCell } from '../imports/store-cell.ts'
import type { NewMember } from './insert-members.ts'
import {
  avatarUrl,
  CARD_NO_MAX,
  EXTERNAL_ID_MAX,
  NICKNAME_MAX,
  REAL_NAME_MAX,
  readChannel,
  readGender,
  readStatus,
  REMARK_MAX,
  URL_MAX,
  type Gender,
  type MemberStatus,
  type RegisterChannel,
} from './members.contract.ts'
import { readRegion } from './regions.ts'

/** What all rows of a file are read with. */
export interface Surroundings {
  readonly ctx: Ctx
  readonly jobId: string
  readonly stores: ReadonlyMap<string, number>
  readonly now: Date
  /** The last business date that somebody may have registered on or been born. */
  readonly lastDay: string
}

function mobileCell(row: MappedRow): string | null {
  const text = textCell(row, 'mobile', 32)
  const mobile = normaliseMobile(text)
  if (mobile === '') return null
  return isMobile(mobile) ? mobile : refuse('MOBILE_INVALID', 'mobile')
}

function emailCell(row: MappedRow): string | null {
  const email = normaliseEmail(textCell(row, 'email', 254))
  if (email === '') return null
  return isEmail(email) ? email : refuse('EMAIL_INVALID', 'email')
}

function genderCell(row: MappedRow): Gender {
  const text = textCell(row, 'gender', 16)
  return text === '' ? 'unknown' : (readGender(text) ?? refuse('CELL_UNKNOWN_VALUE', 'gender'))
}

function birthdayCell(row: MappedRow, { ctx, lastDay }: Surroundings): string | null {
  const moment = momentCell(row, 'birthday', ctx.zone.name)
  if (!moment) return null
  if (moment.day > lastDay) refuse('DATE_INVALID', 'birthday')
  return moment.day
}

function statusCell(row: MappedRow): MemberStatus {
  const text = textCell(row, 'status', 16)
  return text === '' ? 'active' : (readStatus(text) ?? refuse('CELL_UNKNOWN_VALUE', 'status'))
}

function channelCell(row: MappedRow): RegisterChannel {
  const text = textCell(row, 'registerChannel', 32)
  if (text === '') return 'import'
  return readChannel(text) ?? refuse('CELL_UNKNOWN_VALUE', 'registerChannel')
}

function avatarCell(row: MappedRow): string | null {
  const text = textCell(row, 'avatar', URL_MAX)
  if (text === '') return null
  return avatarUrl.safeParse(text).success ? text : refuse('ADDRESS_INVALID', 'avatar')
}

function registeredCell(row: MappedRow, { ctx, now, lastDay }: Surroundings): Date {
  const moment = momentCell(row, 'registeredAt', ctx.zone.name)
  if (!moment) return now
  if (moment.day > lastDay) refuse('DATE_IN_FUTURE', 'registeredAt')
  return moment.at
}

function regionCell(row: MappedRow): string | null {
  const text = textCell(row, 'region', 64)
  return text === '' ? null : (readRegion(text) ?? refuse('REGION_UNKNOWN', 'region'))
}

/** A row as somebody who becomes a member. @throws RowRefused */
export function readMember(around: Surroundings, row: MappedRow): NewMember {
  const storeId = storeCell(row, 'homeStore', around)
  const isRegisteredThere = row.cell('registerStore') === ''
  const member = {
    externalId: optionalText(row, 'externalId', EXTERNAL_ID_MAX),
    mobile: mobileCell(row),
    cardNo: optionalText(row, 'cardNo', CARD_NO_MAX),
    nickname: textCell(row, 'nickname', NICKNAME_MAX),
    realName: optionalText(row, 'realName', REAL_NAME_MAX),
    email: emailCell(row),
    gender: genderCell(row),
    birthday: birthdayCell(row, around),
    regionCode: regionCell(row),
    registeredAt: registeredCell(row, around),
    remark: textCell(row, 'remark', REMARK_MAX),
    registerStoreId: isRegisteredThere ? storeId : storeCell(row, 'registerStore', around),
    homeStoreId: storeId,
    avatarUrl: avatarCell(row),
    registerChannel: channelCell(row),
    status: statusCell(row),
    importJobId: around.jobId,
  } as const
  if ((member.externalId ?? member.mobile ?? member.cardNo) === null) refuse('CONTACT_MISSING')
  return member
}
