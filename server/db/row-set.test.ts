import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { rowSet } from './row-set.ts'
import { instantColumn, queryRows, sql } from './sql.ts'

const COLUMNS = {
  n: 'integer',
  name: 'text',
  note: 'text',
  amount: 'bigint',
  at: 'instant',
  kind: 'text',
} as const
const row = z.object({
  n: z.int(),
  name: z.string().nullable(),
  note: z.string().nullable(),
  amount: z.coerce.number().nullable(),
  at: instantColumn.nullable(),
  kind: z.string().nullable(),
})

/** What has a meaning in JSON, in arrays or in statements. */
const SIGNS = ['"', '\\', '{', '}', ',', 'NULL', '', ' ', "'", '?', '$1', '[', '会员🎫', '\r\n\t']
const text = fc.oneof(
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 5 }).map((signs) => signs.join('')),
  fc.string().map((s) => s.replaceAll('\u0000', '')),
)
const cells = fc.record({
  name: fc.option(text),
  note: fc.option(text),
  amount: fc.option(fc.maxSafeInteger()),
  at: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
})

describeOnBothDatabases('a row set', (database) => {
  const read = async (rows: readonly z.infer<typeof row>[]) => {
    const ctx = makeTestContext(database())
    return queryRows(ctx, sql`SELECT * FROM ${rowSet(ctx, COLUMNS, rows)} AS r ORDER BY "n"`, row)
  }

  it('brings every row whole, whatever stands in it and whatever all of many agree on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cells, { minLength: 1, maxLength: 5 }),
        fc.record({ copies: fc.constantFrom(1, 30), kind: fc.option(text), same: fc.boolean() }),
        async (some, { copies, kind, same }) => {
          const rows = Array.from({ length: some.length * copies }, (_, n) => {
            const each = some[same ? 0 : n % some.length] ?? {
              name: '',
              note: '',
              amount: 0,
              at: null,
            }
            return { n, kind, ...each }
          })
          expect(await read(rows)).toEqual(rows)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('of no row is empty', async () => {
    expect(await read([])).toEqual([])
  })
})
