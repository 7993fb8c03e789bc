import { z } from 'zod'
import { PAGE_SIZES, pageInput } from '../../../server/contract/pagination.ts'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'

/** What every list is asked with, beside filters of its own. */
export interface ListInput {
  readonly pageNo: number
  readonly pageSize: number
  readonly sort: string
  readonly order: 'asc' | 'desc'
}

/** The schema of a list's procedure: an object whose every field has a default or may be absent. */
export type ListSchema<Input extends ListInput> = z.ZodObject & z.ZodType<Input>

const TABLE_KEYS: readonly string[] = [
  'pageNo',
  'pageSize',
  'sort',
  'order',
] satisfies (keyof ListInput)[]
/** The page that a long list is read from is the list's own affair: it is in no address. */
const OWN_KEY = 'known'

/** Text first, so that a keyword of digits keeps its leading zeros. */
function readField(field: z.core.$ZodType, text: string): unknown {
  const candidates: unknown[] = /^\d{1,15}$/.test(text) ? [text, Number(text)] : [text]
  return candidates.find((candidate) => z.safeParse(field, candidate).success)
}

/** The question that an address asks. Whatever in it is not valid counts as absent. */
export function readListQuery<Input extends ListInput>(
  schema: ListSchema<Input>,
  query: LocationQuery,
): Input {
  const fields: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(schema.shape)) {
    const value = query[key]
    const text = Array.isArray(value) ? value[0] : value
    if (typeof text === 'string') fields[key] = readField(field, text)
  }
  const isOffered = PAGE_SIZES.some((size) => size === fields['pageSize'])
  if (!isOffered) fields['pageSize'] = pageInput.parse({}).pageSize
  return schema.parse(fields)
}

/** The shortest address that asks `input`: what equals the default is left out. */
export function writeListQuery<Input extends ListInput>(
  schema: ListSchema<Input>,
  input: Input,
): LocationQueryRaw {
  const defaults = new Map(Object.entries(schema.parse({})))
  const given = Object.entries(input).filter(
    ([key, value]) => key !== OWN_KEY && value !== undefined && value !== defaults.get(key),
  )
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
}

/** The conditions in force, without page, size and order. */
export function filterPartOf<Input extends ListInput>(
  schema: ListSchema<Input>,
  input: Input,
): LocationQueryRaw {
  const entries = Object.entries(writeListQuery(schema, input))
  return Object.fromEntries(entries.filter(([key]) => !TABLE_KEYS.includes(key)).sort())
}

/** True where a condition beyond page, size and order is in force. */
export function isFiltered<Input extends ListInput>(
  schema: ListSchema<Input>,
  input: Input,
): boolean {
  return Object.keys(filterPartOf(schema, input)).length > 0
}

/**
 * The same list without any condition. Every key is named, also those without a default, so that the
 * result can be laid over a question with conditions. The page size is the reader's and stays.
 */
export function withoutFilters<Input extends ListInput>(
  schema: ListSchema<Input>,
  input: Input,
): Input {
  const defaults = new Map(Object.entries(schema.parse({})))
  const cleared = Object.keys(schema.shape).map((key) => [key, defaults.get(key)])
  return { ...input, ...Object.fromEntries(cleared), pageSize: input.pageSize }
}

/** Number of the last page; an empty list has one. */
export const lastPageNo = (total: number, pageSize: number): number =>
  Math.max(1, Math.ceil(total / pageSize))

const DIGITS_OF_A_MOBILE = /\d{7}/
const SEPARATORS = /[\s().+-]/g

/**
 * True for what is likely somebody's mobile number or e-mail address, as people type them: seven digits
 * or more, with or without separators, also full-width; or an at sign.
 */
export function isPersonalText(text: string): boolean {
  const plain = text.normalize('NFKC')
  return plain.includes('@') || DIGITS_OF_A_MOBILE.test(plain.replace(SEPARATORS, ''))
}

/** What of a question stands in the address, and what is kept out of it as personal data. */
export interface SplitQuery {
  readonly shown: Readonly<Record<string, string>>
  readonly hidden: { readonly keyword?: string }
}

/** Splits a written question. Only the keyword is typed freely, so only the keyword can be personal. */
export function splitPersonal(query: LocationQueryRaw): SplitQuery {
  const entries = Object.entries(query).map(([key, value]): [string, string] => [
    key,
    String(value),
  ])
  const isHidden = ([key, value]: [string, string]) => key === 'keyword' && isPersonalText(value)
  return {
    shown: Object.fromEntries(entries.filter((entry) => !isHidden(entry))),
    hidden: Object.fromEntries(entries.filter(isHidden)),
  }
}

const NOT_IN_VIEWS: ReadonlySet<string> = new Set(['keyword', 'pageNo', 'pageSize'])

/**
 * What a saved view keeps of a question: conditions and order; never the page, never the keyword, since what
 * is typed may be somebody's name and views are stored in plain text.
 */
export function viewQueryOf<Input extends ListInput>(
  schema: ListSchema<Input>,
  input: Input,
): Readonly<Record<string, string>> {
  const { shown } = splitPersonal(writeListQuery(schema, input))
  return Object.fromEntries(Object.entries(shown).filter(([key]) => !NOT_IN_VIEWS.has(key)))
}

/** True where two queries ask the same, in whatever order their parts stand. */
export function isSameQuery(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
