import { expect, it } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import { plannedAnew, sql } from '../sql.ts'
import { statementNames } from './statement-names.ts'

it('names a statement by its text, and gives none to one that is planned anew', () => {
  const nameOf = statementNames()
  const text = (statement = sql`SELECT ${1}`) => statement.render(DIALECTS.postgresql)
  expect(nameOf({ sql: text() })).toMatch(/^md_/)
  expect(nameOf({ sql: text() })).toBe(nameOf({ sql: text() }))
  expect(nameOf({ sql: text(sql`SELECT ${1}, 2`) })).not.toBe(nameOf({ sql: text() }))
  expect(nameOf({ sql: text(plannedAnew(sql`SELECT ${1}`)) })).toBe('')
})

it('keeps a bounded number of names, and none of a very long text', () => {
  const nameOf = statementNames()
  for (let n = 0; n < 1_000; n += 1) expect(nameOf({ sql: `SELECT ${n}` })).not.toBe('')
  expect(nameOf({ sql: 'SELECT 1000' })).toBe('')
  expect(statementNames()({ sql: 'x'.repeat(8_001) })).toBe('')
})
