import { maskPersonal } from '../../contract/personal.ts'
import { isEmail, normaliseEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import { fieldsOf, type ImportKind } from './imports.contract.ts'

const SHOWN_MAX = 80

/** Told as the import reads them, or a blank and a wide sign would show what it takes for an address. */
function maskContact(text: string): string | undefined {
  const mobile = normaliseMobile(text)
  if (isMobile(mobile)) return maskPersonal('mobile', mobile)
  const email = normaliseEmail(text)
  return isEmail(email) ? maskPersonal('email', email) : undefined
}

/** The first characters of a cell, however long it is. */
const beginning = (text: string): string =>
  text.length <= SHOWN_MAX ? text : [...text.slice(0, 2 * SHOWN_MAX)].slice(0, SHOWN_MAX).join('')

/**
 * A cell as a screen shows it: personal values that are well-formed are masked, malformed ones stay, since
 * they are what is to be mended.
 */
export function shownCell(kind: ImportKind, field: string | null, text: string): string {
  const plain = text.trim()
  const isPersonal = fieldsOf(kind).some((one) => one.name === field && one.isPersonal)
  if (!isPersonal || plain === '') return beginning(plain)
  if (field === 'mobile' || field === 'email') return maskContact(plain) ?? beginning(plain)
  return maskPersonal('realName', plain)
}

/** Headings of columns that hold names, in whatever words. */
const NAMES = /名|name|联系人|contact/i

/**
 * A cell of a column without a field can hold anything: what looks like a number or an address is masked,
 * and so is everything below a heading that speaks of names.
 */
export function shownSample(
  kind: ImportKind,
  { field, heading }: { field: string | null; heading: string },
  text: string,
): string {
  if (field !== null) return shownCell(kind, field, text)
  const plain = text.trim()
  const contact = maskContact(plain)
  if (contact !== undefined) return contact
  return NAMES.test(heading) && plain !== '' ? maskPersonal('realName', plain) : beginning(plain)
}
