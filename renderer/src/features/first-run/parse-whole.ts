/** A whole number of at most nine digits as people type it, also with commas and full-width digits. */
export function parseWhole(typed: string): number | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s,]/g, '')
  return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined
}
