import { z } from 'zod'
import {
  fieldsOf,
  type ImportKind,
  type ImportMapping,
} from '../modules/imports/imports.contract.ts'
import { CommandError } from './command-error.ts'

/** A file of a hundred headings is far below. */
export const MAP_CHARACTERS_MAX = 64 * 1024

const columnMap = z.record(z.string(), z.string().nullable())

const listOf = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ')

/** A byte order mark is what some editors write before the text. @throws CommandError */
function parseMap(text: string): z.infer<typeof columnMap> {
  try {
    return columnMap.parse(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    throw new CommandError(
      '--map FILE is a JSON object: each heading of the file with the name of a field, or null to leave it out',
    )
  }
}

/** Which field each heading goes into, as JSON that can be edited and read back. */
export const columnMapOf = (
  headings: readonly string[],
  mapping: ImportMapping,
): Record<string, string | null> =>
  Object.fromEntries(
    headings.flatMap((heading, i) => {
      const field = mapping[i] ?? null
      return heading === '' && field === null ? [] : [[heading, field]]
    }),
  )

/**
 * The mapping that such JSON says. Columns that it does not name are left out.
 * @throws CommandError for a heading that the file does not have, a field that the kind does not have, and a
 *   field that is named twice
 */
export function readColumnMap(
  text: string,
  { kind, headings }: { kind: ImportKind; headings: readonly string[] },
): ImportMapping {
  const map = parseMap(text)
  const strange = Object.keys(map).filter((heading) => !headings.includes(heading))
  if (strange.length > 0)
    throw new CommandError(
      `--map: the file has no heading ${listOf(strange)}; its headings are ${listOf(headings)}`,
    )
  const names = fieldsOf(kind).map(({ name }) => name)
  const fields = Object.values(map).filter((field) => field !== null)
  const unknown = fields.filter((field) => !names.includes(field))
  if (unknown.length > 0)
    throw new CommandError(
      `--map: there is no field ${listOf(unknown)}; the fields of ${kind} are ${names.join(', ')}`,
    )
  const twice = fields.filter((field, i) => fields.indexOf(field) !== i)
  if (twice.length > 0) throw new CommandError(`--map: two headings go into ${listOf(twice)}`)
  return headings.map((heading) => (Object.hasOwn(map, heading) ? (map[heading] ?? null) : null))
}
