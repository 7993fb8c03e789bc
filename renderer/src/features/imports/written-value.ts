import { isEmail } from '../../../../server/contract/email.ts'
import { isMobile, normaliseMobile } from '../../../../server/contract/mobile.ts'
import { maskPersonal } from '../../../../server/contract/personal.ts'
import { meansNever, readMoment } from '../../../../server/contract/written-moment.ts'
import {
  avatarUrl,
  readChannel,
  readGender,
  readStatus,
} from '../../../../server/modules/members/members.contract.ts'
import { formatCount, formatFen } from '../../ui/format.ts'

/** How choices are read; the lists have the names they have among the texts of members. */
const CHOICES = { genders: readGender, statuses: readStatus, channels: readChannel } as const

/** What becomes of a sample: a text, a choice to be named, or why nothing can be said. */
export type Written =
  | {
      readonly how: 'plain' | 'key' | 'date' | 'money' | 'count' | 'store' | 'masked'
      readonly text: string
    }
  | { readonly how: 'choice'; readonly list: keyof typeof CHOICES; readonly value: string }
  | { readonly how: 'unclear' | 'empty' }

const MONEY = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d*))?$/
const COUNT = /^\d{1,7}(?:\.0+)?$/

const POINTS = /^(\d{1,10}|\d{1,3}(?:,\d{3})+)(?:\.0*)?$/

const UNCLEAR: Written = { how: 'unclear' }

function dateOf(text: string): Written {
  const moment = readMoment(text)
  if (!moment) return UNCLEAR
  const { day, time } = moment
  return { how: 'date', text: time === undefined ? day : `${day} ${time.slice(0, 5)}` }
}

function pointsOf(text: string): Written {
  const [, whole] = POINTS.exec(text) ?? []
  if (whole === undefined) return UNCLEAR
  return { how: 'count', text: formatCount(Number(whole.replaceAll(',', ''))) }
}

function moneyOf(text: string): Written {
  const [, yuan, fraction = ''] = MONEY.exec(text.replaceAll(/[\u00a5\uffe5\s]/g, '')) ?? []
  if (yuan === undefined || /[1-9]/.test(fraction.slice(2))) return UNCLEAR
  const fen = Number(yuan.replaceAll(',', '')) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2))
  return { how: 'money', text: formatFen(fen) }
}

function mobileOf(text: string): Written {
  // The server has masked what it took for a mobile itself.
  if (/^\d{3}\*{4}\d{4}$/.test(text)) return { how: 'key', text }
  const mobile = normaliseMobile(text)
  return isMobile(mobile) ? { how: 'key', text: maskPersonal('mobile', mobile) } : UNCLEAR
}

function emailOf(text: string): Written {
  if (text.includes('***')) return { how: 'masked', text }
  return isEmail(text) ? { how: 'masked', text: maskPersonal('email', text) } : UNCLEAR
}

function choiceOf(list: keyof typeof CHOICES, text: string): Written {
  const value = CHOICES[list](text)
  return value ? { how: 'choice', list, value } : UNCLEAR
}

/**
 * What a value of a file becomes in a field, as far as it can be said without the database. The dry run
 * decides; this shows whether the right column was chosen.
 */
export function writtenOf(field: string, sample: string): Written {
  const text = sample.normalize('NFKC').trim()
  if (text === '') return { how: 'empty' }
  switch (field) {
    case 'mobile':
      return mobileOf(text)
    case 'email':
      return emailOf(text)
    case 'realName':
      return { how: 'masked', text: text.includes('*') ? text : maskPersonal('realName', text) }
    case 'gender':
      return choiceOf('genders', text)
    case 'status':
      return choiceOf('statuses', text)
    case 'registerChannel':
      return choiceOf('channels', text)
    case 'avatar':
      return avatarUrl.safeParse(text).success ? { how: 'plain', text } : UNCLEAR
    case 'birthday':
    case 'registeredAt':
    case 'paidAt':
    case 'earnedOn':
      return dateOf(text)
    case 'expiresOn':
      return meansNever(text) ? { how: 'plain', text } : dateOf(text)
    case 'points':
      return pointsOf(text)
    case 'amount':
    case 'freight':
      return moneyOf(text)
    case 'quantity':
      return COUNT.test(text) ? { how: 'count', text: formatCount(Number(text)) } : UNCLEAR
    case 'homeStore':
    case 'registerStore':
    case 'store':
      return { how: 'store', text }
    case 'externalId':
    case 'cardNo':
    case 'memberNo':
    case 'orderNo':
      return { how: 'key', text }
    default:
      return { how: 'plain', text }
  }
}
