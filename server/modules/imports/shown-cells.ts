import { maskPersonal } from '../../contract/personal.ts'
import { isEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import { fieldsOf, type ImportKind } from './imports.contract.ts'

const SHOWN_MAX = 80

/** The first characters of a cell, however long it is. */
const beginning = (text: string): string =>
  text.length <= SHOWN_MAX ? text : [...text.slice(0, 2 * SHOWN_MAX)].slice(0, SHOWN_MAX).join('')

/**
 * A cell as a screen shows it: personal values that are well-formed are masked, malformed ones stay, since
 * they are what is to be mended.
 */
export function shownCell(kind: ImportKind, field: string | null, text: string): string {
  const shown = beginning(text)
  const isPersonal = fieldsOf(kind).some((one) => one.name === field && one.isPersonal)
  if (!isPersonal || text === '') return shown
  if (field === 'mobile') {
    const mobile = normaliseMobile(text)
    return isMobile(mobile) ? maskPersonal('mobile', mobile) : shown
  }
  if (field === 'email') return isEmail(text) ? maskPersonal('email', text) : shown
  return maskPersonal('realName', text)
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
  if (isMobile(normaliseMobile(text))) return maskPersonal('mobile', normaliseMobile(text))
  if (isEmail(text)) return maskPersonal('email', text)
  if (NAMES.test(heading) && text !== '') return maskPersonal('realName', text)
  return beginning(text)
}
