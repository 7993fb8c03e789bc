import type { ErrorParams } from '../../contract/errors.ts'
import { addDays, instantOf } from '../../contract/dates.ts'
import { isPlainText } from '../../contract/text.ts'
import { readMoment } from '../../contract/written-moment.ts'
import { RowRefused, type MappedRow } from './importer.ts'
import type { RefusalCode } from './imports.contract.ts'

/** 2^31-1 fen would be ¥21,474,836.47; a round limit is easier to tell. */
const AMOUNT_FEN_MAX = 2_000_000_000
const QUANTITY_MAX = 1_000_000
const POINTS_MAX = 2_000_000_000
/** `=` and what makes it a formula: a name, a number, a reference. `=_=` is a face. */
const FORMULA = /^=\s*[A-Za-z0-9"'(+\-$@]/

/** @throws RowRefused */
export function refuse(code: RefusalCode, field?: string, params?: ErrorParams): never {
  throw new RowRefused({
    code,
    ...(field === undefined ? {} : { field }),
    ...(params ? { params } : {}),
  })
}

/** Reads one row of several; a refusal then says which one it was. */
export function inRow<T>(row: MappedRow, read: (row: MappedRow) => T): T {
  try {
    return read(row)
  } catch (error) {
    if (error instanceof RowRefused) throw new RowRefused({ ...error.refusal, line: row.line })
    throw error
  }
}

/** Characters are counted where the length leaves it open: none is longer than two units. */
const isLonger = (text: string, max: number): boolean =>
  text.length > max && (text.length > 2 * max || [...text].length > max)

/** A cell as text of one line. @throws RowRefused */
export function textCell(row: MappedRow, field: string, max: number): string {
  const text = row.cell(field)
  if (row.isFormula(field) || FORMULA.test(text)) refuse('CELL_IS_FORMULA', field)
  if (!isPlainText(text)) refuse('CELL_NOT_TEXT', field)
  if (isLonger(text, max)) refuse('CELL_TOO_LONG', field, { max })
  return text
}

/** Text or null when the cell is empty. */
export const optionalText = (row: MappedRow, field: string, max: number): string | null =>
  textCell(row, field, max) || null

/** `1234.5`, `1,234.50`, `¥1,234.50` as fen, exactly. @throws RowRefused */
export function amountCell(row: MappedRow, field: string): number {
  const text = textCell(row, field, 64)
    .normalize('NFKC')
    .replaceAll(/[¥￥\s]/g, '')
  const plain = /^[-−]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text
  if (plain === '') refuse('CELL_MISSING', field)
  const parts = /^([-−]?)(\d+)(?:\.(\d*))?$/.exec(plain)
  if (!parts) refuse('AMOUNT_INVALID', field)
  const [, sign = '', yuan = '', fraction = ''] = parts
  // 11.770 is written by programs that count in thousandths; 11.775 has no exact fen.
  const fen = fraction.padEnd(2, '0').slice(0, 2)
  if (/[1-9]/.test(fraction.slice(2))) refuse('AMOUNT_INVALID', field)
  if (yuan.replace(/^0+/, '').length > 9) refuse('AMOUNT_TOO_LARGE', field)
  const amount = Number(yuan) * 100 + Number(fen)
  if (sign !== '' && amount > 0) refuse('AMOUNT_NEGATIVE', field)
  if (amount > AMOUNT_FEN_MAX) refuse('AMOUNT_TOO_LARGE', field)
  return amount
}

/** `1250`, `1,250`, `1250.00` as points: whole, and at least one. @throws RowRefused */
export function pointsCell(row: MappedRow, field: string): number {
  const text = textCell(row, field, 64).normalize('NFKC').replaceAll(/\s/g, '')
  if (text === '') refuse('CELL_MISSING', field)
  const plain = /^\d{1,3}(,\d{3})+(\.0*)?$/.test(text) ? text.replaceAll(',', '') : text
  const [, whole = ''] = /^0*(\d{1,10})(?:\.0*)?$/.exec(plain) ?? []
  const points = Number(whole)
  if (points < 1 || points > POINTS_MAX) refuse('POINTS_INVALID', field)
  return points
}

/** A whole number of pieces; an empty cell is `otherwise`. @throws RowRefused */
export function quantityCell(row: MappedRow, field: string, otherwise: number): number {
  const text = textCell(row, field, 32).normalize('NFKC').replace(/\.0+$/, '')
  if (text === '') return otherwise
  if (!/^\d{1,7}$/.test(text) || Number(text) > QUANTITY_MAX) refuse('QUANTITY_INVALID', field)
  return Number(text)
}

/** A moment with the day that stands in the file. */
interface Moment {
  readonly day: string
  readonly at: Date
  /** The file says a zone, so the day of the business can be another one. */
  readonly hasZone: boolean
}

/**
 * A moment as files write it; undefined for an empty cell.
 * @throws RowRefused also for what no calendar or clock in use shows: 1997-02-30, the year 18, +25:00
 */
export function momentCell(row: MappedRow, field: string, timeZone: string): Moment | undefined {
  const text = textCell(row, field, 40).normalize('NFKC')
  if (text === '') return undefined
  const moment = readMoment(text)
  if (!moment) refuse('DATE_INVALID', field)
  const { day, time = '00:00:00', zone } = moment
  const local = `${day}T${time}`
  const at = zone ? new Date(`${local}${zone}`) : startCache(local, timeZone)
  if (Number.isNaN(at.getTime())) refuse('DATE_INVALID', field)
  return { day, at, hasZone: zone !== undefined }
}

/** Files name the same days over and over. */
const instants = new Map<string, Date>()
const INSTANTS_MAX = 5_000

function startCache(local: string, timeZone: string): Date {
  if (!local.endsWith('T00:00:00')) return instantOf(local, timeZone)
  const key = `${timeZone} ${local}`
  const known = instants.get(key)
  if (known) return known
  if (instants.size >= INSTANTS_MAX) instants.clear()
  const at = instantOf(local, timeZone)
  instants.set(key, at)
  return at
}

/** The last day that a file may name: its clock may be ahead of the business's. */
export const lastDay = (today: string): string => addDays(today, 1)
