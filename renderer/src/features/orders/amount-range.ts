const YUAN = /^(\d{1,8})(?:\.(\d{0,2}))?$/

/** Fen of an amount as it is typed; undefined for nothing, null for what is no amount. */
export function fenOf(text: string): number | undefined | null {
  const plain = text.normalize('NFKC').replaceAll(/[\s,\u00a5\uffe5]/g, '')
  if (plain === '') return undefined
  const [, yuan, fraction = ''] = YUAN.exec(plain) ?? []
  if (yuan === undefined) return null
  return Number(yuan) * 100 + Number(fraction.padEnd(2, '0'))
}

/** An amount as it stands in a field: `12.5` and not `¥12.50`. */
export const yuanOf = (fen: number | undefined): string =>
  fen === undefined ? '' : String(fen / 100)

export type AmountFault = 'invalid' | 'crossed'

/** Both ends of a range as typed, in fen, or what is wrong with them. */
export function amountRange(
  from: string,
  to: string,
):
  | { readonly paidFenMin: number | undefined; readonly paidFenMax: number | undefined }
  | { readonly fault: AmountFault } {
  const [paidFenMin, paidFenMax] = [fenOf(from), fenOf(to)]
  if (paidFenMin === null || paidFenMax === null) return { fault: 'invalid' }
  const isCrossed = paidFenMin !== undefined && paidFenMax !== undefined && paidFenMin > paidFenMax
  return isCrossed ? { fault: 'crossed' } : { paidFenMin, paidFenMax }
}
