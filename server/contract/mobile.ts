/** A mainland China mobile number: 11 digits that begin with 1 and a digit from 3 to 9. */
const MOBILE = /^1[3-9]\d{9}$/

/** Drops spaces, hyphens and a leading +86/0086, as people write numbers in files. */
export function normaliseMobile(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^(\+|00)86(?=1)/, '')
}

export const isMobile = (text: string): boolean => MOBILE.test(text)

/** `138****6207`: the first three and the last four digits, as staff see a number by default. */
export function maskMobile(text: string): string {
  return `${text.slice(0, 3)}****${text.slice(-4)}`
}
