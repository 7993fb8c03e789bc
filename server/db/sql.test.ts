import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { DIALECTS } from './dialect.ts'
import { identifier, joinSql, queryRows, sql, type Sql } from './sql.ts'

const HOSTILE = [
  `'`,
  `"`,
  `\\`,
  `\\'; DROP TABLE "Member"; --`,
  '$1',
  '?',
  '%_',
  '会员🎫',
  '\r\n\t',
  '-- ',
  '/*',
]

describe('sql', () => {
  it('binds every value and never writes one into the text', () => {
    const statement = sql`SELECT ${'a'}, ${1}, ${null}`
    expect(statement.values).toEqual(['a', 1, null])
    expect(statement.render(DIALECTS.sqlite)).toBe('SELECT ?, ?, ?')
    expect(statement.render(DIALECTS.postgresql)).toBe('SELECT $1, $2, $3')
  })

  it('numbers the marks of nested and joined pieces in the order of their values', () => {
    const conditions = [sql`a = ${1}`, sql`b IN (${joinSql([sql`${2}`, sql`${3}`])})`]
    const where = joinSql(conditions, sql` AND `)
    const statement = sql`SELECT ${0} WHERE ${where} LIMIT ${4}`
    expect(statement.values).toEqual([0, 1, 2, 3, 4])
    expect(statement.render(DIALECTS.postgresql)).toBe(
      'SELECT $1 WHERE a = $2 AND b IN ($3, $4) LIMIT $5',
    )
    expect(statement.render(DIALECTS.sqlite)).toBe('SELECT ? WHERE a = ? AND b IN (?, ?) LIMIT ?')
  })

  it('joins nothing to nothing', () => {
    expect(joinSql([]).render(DIALECTS.sqlite)).toBe('')
    expect(sql`a ${joinSql([])} b ${1}`.render(DIALECTS.postgresql)).toBe('a  b $1')
  })

  it('has as many marks as values, however pieces are put together', () => {
    const leaf: fc.Arbitrary<Sql> = fc
      .oneof(fc.string(), fc.integer())
      .map((value) => sql`x = ${value}`)
    const grow = (pieces: fc.Arbitrary<Sql>): fc.Arbitrary<Sql> =>
      fc.array(pieces, { maxLength: 4 }).map((parts) => sql`(${joinSql(parts, sql` OR `)})`)
    const tree = fc.oneof(leaf, grow(leaf), grow(fc.oneof(leaf, grow(leaf))))
    fc.assert(
      fc.property(tree, (statement) => {
        const marks = statement.render(DIALECTS.postgresql).match(/\$\d+/g) ?? []
        const expected = statement.values.map((_, i) => `$${i + 1}`)
        expect(marks).toEqual(expected)
      }),
    )
  })

  it('refuses numbers that would be sent as NULL, and names that are not ours', () => {
    expect(() => sql`${Number.NaN}`).toThrow('NaN')
    expect(() => sql`${Number.POSITIVE_INFINITY}`).toThrow('Infinity')
    expect(() => identifier('a"b')).toThrow('identifier')
    expect(identifier('Member').render(DIALECTS.sqlite)).toBe('"Member"')
  })
})

describeOnBothDatabases('bound values', (database, provider) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...HOSTILE),
    fc.array(fc.constantFrom(...HOSTILE)).map((parts) => parts.join('')),
  )
  // Postgres has no NUL in texts; SQLite keeps it.
  const texts = provider === 'postgresql' ? text.map((one) => one.replaceAll('\0', '')) : text

  it('come back as they were: texts', async () => {
    const ctx = makeTestContext(database())
    const row = z.object({ a: z.string().nullable(), b: z.string().nullable() })
    await fc.assert(
      fc.asyncProperty(fc.option(texts), texts, async (a, b) => {
        const statement = sql`SELECT CAST(${a} AS TEXT) AS a, CAST(${b} AS TEXT) AS b`
        expect(await queryRows(ctx, statement, row)).toEqual([{ a, b }])
      }),
      { numRuns: 150 },
    )
  })

  it('come back as they were: whole numbers to 2^53-1', async () => {
    const ctx = makeTestContext(database())
    const row = z.object({
      n: z.union([z.bigint(), z.number(), z.string()]).pipe(z.coerce.number()),
    })
    await fc.assert(
      fc.asyncProperty(fc.maxSafeInteger(), async (n) => {
        expect(await queryRows(ctx, sql`SELECT CAST(${BigInt(n)} AS BIGINT) AS n`, row)).toEqual([
          { n },
        ])
      }),
      { numRuns: 100 },
    )
  })

  it('find what they wrote: dates', async () => {
    const ctx = makeTestContext(database())
    const createdAt = new Date('1969-12-31T23:59:59.001Z')
    await ctx.db.dataKey.create({ data: { id: 'dated', createdAt } })
    const statement = sql`SELECT "id" FROM "DataKey" WHERE "createdAt" = ${createdAt}`
    expect(await queryRows(ctx, statement, z.object({ id: z.string() }))).toEqual([{ id: 'dated' }])
  })
})
