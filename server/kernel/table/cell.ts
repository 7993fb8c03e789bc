/** What a spreadsheet counts with, each in a format of its own. */
export const VALUE_KINDS = ['amount', 'count', 'day', 'moment'] as const
type ValueKind = (typeof VALUE_KINDS)[number]

/** A cell that is a value in a workbook; `text` is what it says where there is only text. */
export interface ValueCell {
  readonly kind: ValueKind
  readonly text: string
}

/** A cell as it is written. Text stays text, also where it looks like a number: a mobile, a member number. */
export type Cell = string | ValueCell

/** Fen as yuan with two decimals. */
export function amountOf(fen: number): ValueCell {
  const size = Math.abs(fen)
  const yuan = `${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`
  return { kind: 'amount', text: fen < 0 ? `-${yuan}` : yuan }
}

/** A number of things. */
export const countOf = (n: number): ValueCell => ({ kind: 'count', text: String(n) })

/** A day (`YYYY-MM-DD`), or nothing where there is none. */
export const dayOf = (day: string | null): Cell => (day ? { kind: 'day', text: day } : '')

/** A time by the clock on the wall (`YYYY-MM-DD HH:mm:ss`). */
export const momentOf = (text: string): ValueCell => ({ kind: 'moment', text })

export const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text)
