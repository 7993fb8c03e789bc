import type { SqliteValue } from './connection.ts'

/** A value on its way to SQLite; whole numbers that the binding can't carry are still `bigint`. */
export type BoundValue = SqliteValue | bigint

/** What may hold a question mark that marks no value, or else a mark: `?` or `?3`. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\?(\d*)/g

/**
 * The binding carries integers of 32 bits and, beyond them, doubles. A whole number larger than that
 * goes as text inside a CAST: as bare text it would compare as text wherever no column gives it a type
 * (`HAVING SUM(x) > ?` would never hold), as a double `/` would no longer divide whole numbers.
 */
export function castWholeNumbers(
  sql: string,
  values: readonly BoundValue[],
): { sql: string; values: SqliteValue[] } {
  const plain = values.map((value) => (typeof value === 'bigint' ? String(value) : value))
  if (!values.some((value) => typeof value === 'bigint')) return { sql, values: plain }
  let last = 0
  const text = sql.replace(TOKEN, (token, digits: string | undefined) => {
    if (digits === undefined) return token
    const place = digits === '' ? last + 1 : Number(digits)
    last = Math.max(last, place)
    return typeof values[place - 1] === 'bigint' ? `CAST(${token} AS INTEGER)` : token
  })
  return { sql: text, values: plain }
}
