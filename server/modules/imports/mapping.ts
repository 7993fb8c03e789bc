import { AppError } from '../../kernel/app-error.ts'
import { fieldsOf, type ImportKind, type ImportMapping } from './imports.contract.ts'
import type { MappedRow } from './importer.ts'
import type { TableRow } from '../../kernel/table/table.ts'

/** A text without what stands in brackets, those within others included; read once, whatever it holds. */
function withoutBrackets(text: string): string {
  let depth = 0
  let plain = ''
  for (const sign of text) {
    if ('([【'.includes(sign)) depth += 1
    else if (depth > 0 && ')]】'.includes(sign)) depth -= 1
    else if (depth === 0) plain += sign
  }
  return plain
}

/** `手机号（必填）`, `Mobile *`, `mobile_no` as they are compared; NFKC makes wide brackets narrow. */
const plainHeading = (heading: string): string =>
  withoutBrackets(heading.normalize('NFKC').toLowerCase()).replaceAll(/[\s*_\-:.]/g, '')

/** The field each heading means, by the words that people use. No field is given to two columns. */
export function proposeMapping(kind: ImportKind, headings: readonly string[]): ImportMapping {
  const taken = new Set<string>()
  return headings.map((heading) => {
    const plain = plainHeading(heading)
    const field = fieldsOf(kind).find(
      ({ name, headings }) =>
        !taken.has(name) && (headings.includes(plain) || name.toLowerCase() === plain),
    )
    if (field) taken.add(field.name)
    return field?.name ?? null
  })
}

/**
 * Checks that a mapping can be imported with.
 * @throws AppError MAPPING_INVALID for unknown or doubled fields, MAPPING_INCOMPLETE
 */
export function checkMapping(kind: ImportKind, mapping: ImportMapping, columns: number): void {
  const fields = fieldsOf(kind)
  const used = mapping.filter((name) => name !== null)
  const isKnown = used.every((name) => fields.some((field) => field.name === name))
  if (mapping.length !== columns || !isKnown || new Set(used).size !== used.length) {
    throw new AppError('MAPPING_INVALID')
  }
  const missing = fields.find(({ name, isRequired }) => isRequired && !used.includes(name))
  if (missing) throw new AppError('MAPPING_INCOMPLETE', { field: missing.name })
  const keys = fields.filter(({ isKey }) => isKey).map(({ name }) => name)
  if (!keys.some((name) => used.includes(name))) {
    throw new AppError('MAPPING_INCOMPLETE', { field: keys[0] ?? '' })
  }
}

type Places = ReadonlyMap<string, number>

/** A row of the file read by field instead of by place. */
class RowByField implements MappedRow {
  readonly line: number
  readonly strayCells: number | undefined
  readonly #row: TableRow
  readonly #places: Places

  constructor(row: TableRow, places: Places, columns: number) {
    this.line = row.line
    this.strayCells = row.cells.length === columns ? undefined : row.cells.length
    this.#row = row
    this.#places = places
  }

  hasColumn(field: string): boolean {
    return this.#places.has(field)
  }

  cell(field: string): string {
    const place = this.#places.get(field)
    return place === undefined ? '' : (this.#row.cells[place]?.trim() ?? '')
  }

  isFormula(field: string): boolean {
    const place = this.#places.get(field)
    return place !== undefined && this.#row.formulas.includes(place)
  }
}

/** Reads rows by field instead of by place. */
export function mapRows(mapping: ImportMapping): (row: TableRow) => MappedRow {
  const places: Places = new Map(
    mapping.flatMap((name, place) => (name === null ? [] : [[name, place]])),
  )
  return (row) => new RowByField(row, places, mapping.length)
}
