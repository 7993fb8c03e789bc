import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SqliteConnection } from './connection.ts'
import { castWholeNumbers, type BoundValue } from './whole-numbers.ts'

const LARGE = 2n ** 40n

describe('large whole numbers', () => {
  let connection: SqliteConnection
  beforeAll(async () => {
    connection = await SqliteConnection.open(':memory:')
  })
  afterAll(() => connection.close())

  it('are cast at their own mark, and no other question mark is', () => {
    const text = `SELECT '?''?', "?", [?], \`?\`, ?, -- ?\n /* ? */ ? , ?1, ?3, ?`
    const { sql, values } = castWholeNumbers(text, [1, LARGE, LARGE, 4])
    expect(sql).toBe(
      `SELECT '?''?', "?", [?], \`?\`, ?, -- ?\n /* ? */ CAST(? AS INTEGER) , ?1, CAST(?3 AS INTEGER), ?`,
    )
    expect(values).toEqual([1, String(LARGE), String(LARGE), 4])
  })

  it('leave a statement without them alone', () => {
    expect(castWholeNumbers('SELECT ?', ['?']).sql).toBe('SELECT ?')
  })

  it('come back as bound, whatever stands between them', async () => {
    const value = fc.oneof(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.bigInt({ min: 2n ** 31n, max: 2n ** 53n - 1n }),
      fc.bigInt({ min: -(2n ** 53n) + 1n, max: -(2n ** 31n) - 1n }),
      fc.constantFrom<BoundValue>('?', `'`, '"', '--', '/*', null),
    )
    const noise = fc.constantFrom('', '/* ? */', '-- ?\n', `'?' ||`, `'''?"' ||`, '"n?" +')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(noise, value), { minLength: 1, maxLength: 8 }),
        async (holes) => {
          // Only comments may stand before a value whose kind matters; operators would change it.
          const columns = holes.map(
            ([before], i) => `${/\|\||\+/.test(before) ? '' : before} ? AS c${i}`,
          )
          const statement = `SELECT ${columns.join(', ')}, '?' AS mark`
          const bound = castWholeNumbers(
            statement,
            holes.map(([, one]) => one),
          )
          const [row] = await connection.all(bound.sql, bound.values)
          const expected = holes.map(([, one]) => (typeof one === 'bigint' ? Number(one) : one))
          expect(holes.map((_, i) => row?.[`c${i}`])).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })
})
