import { formatCount, formatFen } from '../../ui/format.ts'
import type {
  ProofCheck,
  ShownFinding,
} from '../../../../server/modules/points/ledger-proof.contract.ts'

type Figures = Pick<ShownFinding, 'check' | 'expected' | 'actual'>

function formatterOf(check: ProofCheck, none: string): (figure: string) => string {
  switch (check) {
    case 'totals.spend':
    case 'day.spend':
      return (figure) => formatFen(Number(figure))
    case 'totals.lastOrder':
      return (figure) => (figure === '' ? none : figure)
    default:
      return (figure) => formatCount(Number(figure))
  }
}

/** The two figures as they are read: points and counts, money, or a date. */
export function figuresOf({ check, expected, actual }: Figures, none: string) {
  const format = formatterOf(check, none)
  return { expected: format(expected), actual: format(actual) }
}

/** Key of the sentence of a check. */
export function checkKey(check: ProofCheck): string {
  const [about = '', what = ''] = check.split('.')
  return `points.proof.checks.${about}.${what}`
}

/** The end of an id tells two of one moment apart; a date is whole. */
export const shortRecord = (recordId: string): string =>
  recordId.length > 12 ? `…${recordId.slice(-8)}` : recordId
