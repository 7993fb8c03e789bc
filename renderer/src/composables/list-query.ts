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
    ([key, value]) => value !== undefined && value !== defaults.get(key),
  )
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
}

/** True where a condition beyond page, size and order is in force. */
export function isFiltered<Input extends ListInput>(
  schema: ListSchema<Input>,
  input: Input,
): boolean {
  return Object.keys(writeListQuery(schema, input)).some((key) => !TABLE_KEYS.includes(key))
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
