import { formatCount, formatFen } from '../../ui/format.ts'
import type {
  ProofCheck,
  ShownFinding,
} from '../../../../server/modules/points/ledger-proof.contract.ts'

type Figures = Pick<ShownFinding, 'check' | 'expected' | 'actual'>

type Format = (figure: string, none: string) => string
const asMoney: Format = (figure) => formatFen(Number(figure))
const asCount: Format = (figure) => formatCount(Number(figure))

/** Checks whose figures are no points and no counts. */
const FORMATS: Partial<Record<ProofCheck, Format>> = {
  'totals.spend': asMoney,
  'day.spend': asMoney,
  'totals.lastOrder': (figure, none) => (figure === '' ? none : figure),
}

/** The two figures as they are read: points and counts, money, or a date. */
export function figuresOf({ check, expected, actual }: Figures, none: string) {
  const format = FORMATS[check] ?? asCount
  return { expected: format(expected, none), actual: format(actual, none) }
}

/** Key of the sentence of a check. */
export function checkKey(check: ProofCheck): string {
  const [about = '', what = ''] = check.split('.')
  return `points.proof.checks.${about}.${what}`
}

/** The end of an id tells two of one moment apart; a date is whole. */
export const shortRecord = (recordId: string): string =>
  recordId.length > 12 ? `…${recordId.slice(-8)}` : recordId
