import { createHash } from 'node:crypto'
import { PLAN_ANEW } from '../sql.ts'

const NAMES_MAX = 1_000
/** Longer ones are lists of values whose length is another each time. */
const LENGTH_MAX = 8_000
/** Postgres takes an empty name for a statement that is not kept. */
const UNNAMED = ''

/**
 * Names for prepared statements, one a text, so that Postgres plans each once a connection. Those
 * that shall be planned anew have none, so that they are planned for their values. The
 * number is bounded: statements of ever new shapes beyond it go unnamed instead of filling memory.
 */
export function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (sql.endsWith(PLAN_ANEW) || names.size >= NAMES_MAX || sql.length > LENGTH_MAX) {
      return UNNAMED
    }
    const name = `md_${createHash('sha256').update(sql).digest('base64url').slice(0, 40)}`
    names.set(sql, name)
    return name
  }
}
