import { errorText, isErrorCode, type Language } from '../contract/errors.ts'
import type { ImportKind, ImportTotals } from '../modules/imports/imports.contract.ts'
import { fieldLabel } from '../modules/imports/imports.service.ts'
import { statedDifference, type FileImport } from './import-file.ts'

const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** What of rows is worth a sum, by what they are. */
const SUMS: Readonly<Record<ImportKind, (totals: ImportTotals) => string>> = {
  members: () => '',
  orders: ({ amountFen }) => ` (CNY ${yuan(amountFen)})`,
  points: ({ points }) => ` (${points} points)`,
}

/** What the books have of a file of points, and how far that is from what was stated. */
function describeBooked({ booked, stated }: FileImport): string[] {
  if (!booked) return []
  const { points, members, repeatedPoints, years } = booked
  const difference = statedDifference({ booked, stated })
  return [
    `in the books ${points} points of ${members} members`,
    ...years.map(
      ({ year, lots, points }) => `  ${year ?? 'never'}: ${points} points, ${lots} lots`,
    ),
    ...(repeatedPoints > 0 ? [`repeated rows, counted once: ${repeatedPoints} points`] : []),
    ...(difference === undefined ? [] : [difference]),
  ]
}

/** An import as the command line tells it; the reasons in the language of the file's people. */
export function describeImport(result: FileImport, language: Language): string {
  const { kind, isDryRun, refusals, all, created, unchanged, refused } = result
  const describeTotals = (name: string, totals: ImportTotals) =>
    `${name} ${totals.rows}${SUMS[kind](totals)}`
  const lines = refusals.map(({ line, code, params, field }) => {
    const place = field === null ? '' : `, ${fieldLabel(field, language)}`
    const reason = isErrorCode(code) ? errorText(code, language, params) : code
    return `  line ${line}${place}: ${reason} (${code})`
  })
  const more =
    refused.records > refusals.length ? [`  and ${refused.records - refusals.length} more`] : []
  return [
    [
      describeTotals('rows', all),
      describeTotals(isDryRun ? 'would create' : 'created', created),
      describeTotals('unchanged', unchanged),
      describeTotals('refused', refused),
    ].join(', '),
    ...describeBooked(result),
    ...lines,
    ...more,
  ].join('\n')
}
