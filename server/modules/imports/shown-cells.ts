import { maskPersonal } from '../../contract/personal.ts'
import { isEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import { fieldsOf, type ImportKind } from './imports.contract.ts'

const SHOWN_MAX = 80

/**
 * A cell as a screen shows it: personal values that are well-formed are masked, malformed ones stay, since
 * they are what is to be mended.
 */
export function shownCell(kind: ImportKind, field: string | null, text: string): string {
  const shown = [...text].slice(0, SHOWN_MAX).join('')
  const isPersonal = fieldsOf(kind).some((one) => one.name === field && one.isPersonal)
  if (!isPersonal || text === '') return shown
  if (field === 'mobile') {
    const mobile = normaliseMobile(text)
    return isMobile(mobile) ? maskPersonal('mobile', mobile) : shown
  }
  if (field === 'email') return isEmail(text) ? maskPersonal('email', text) : shown
  return maskPersonal('realName', text)
}

/** A cell of a column without a field can hold anything: what looks like a number or an address is masked. */
export function shownSample(kind: ImportKind, field: string | null, text: string): string {
  if (field !== null) return shownCell(kind, field, text)
  if (isMobile(normaliseMobile(text))) return maskPersonal('mobile', normaliseMobile(text))
  return isEmail(text) ? maskPersonal('email', text) : [...text].slice(0, SHOWN_MAX).join('')
}
