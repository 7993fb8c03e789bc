import { fieldsOf } from '../../../../server/modules/imports/imports.contract.ts'
import type {
  ImportField,
  ImportKind,
  ImportMapping,
} from '../../../../server/modules/imports/imports.contract.ts'

/** Gives a column a field, or none. A field goes into one column: another one that had it has none then. */
export function withField(
  mapping: ImportMapping,
  column: number,
  field: string | null,
): ImportMapping {
  return mapping.map((had, index) => {
    if (index === column) return field
    return field !== null && had === field ? null : had
  })
}

/** What a file has to bring: single fields, and a group of which one will do. */
export interface Requirement {
  readonly fields: readonly string[]
  readonly isMet: boolean
}

const namesOf = (fields: readonly ImportField[]): string[] => fields.map(({ name }) => name)

/** Everything that is asked of the columns, and whether it is there. */
export function requirementsOf(kind: ImportKind, mapping: ImportMapping): readonly Requirement[] {
  const fields = fieldsOf(kind)
  const required = namesOf(fields.filter(({ isRequired }) => isRequired))
  const keys = namesOf(fields.filter(({ isKey }) => isKey))
  const groups = [...required.map((name) => [name]), keys]
  return groups.map((group) => ({
    fields: group,
    isMet: group.some((name) => mapping.includes(name)),
  }))
}

export const isComplete = (kind: ImportKind, mapping: ImportMapping): boolean =>
  requirementsOf(kind, mapping).every(({ isMet }) => isMet)

const SHOWN_FIELDS = 6

/**
 * Fields that a table of refused rows shows: those at fault first, the others in the order of the file as
 * long as there is room.
 */
export function shownFields(
  mapping: ImportMapping,
  refusals: readonly { readonly field: string | null }[],
): string[] {
  const mapped = mapping.filter((name) => name !== null)
  const faulty = new Set(refusals.map(({ field }) => field))
  const first = mapped.filter((name) => faulty.has(name))
  const others = mapped.filter((name) => !faulty.has(name))
  const chosen = new Set([...first, ...others].slice(0, Math.max(SHOWN_FIELDS, first.length)))
  return mapped.filter((name) => chosen.has(name))
}
