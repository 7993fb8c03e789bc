import { expect, it } from 'vitest'
import type { Ctx } from '../../db/context.ts'
import type { TableRow } from '../../kernel/table/table.ts'
import { TEST_ORIGIN } from '../../testing/import-text.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { ImportTally } from './import-tally.ts'
import type { Importer } from './importer.ts'
import { BATCH_ROWS } from './read-batches.ts'
import { runImport } from './run-import.ts'

const ROWS = 4 * BATCH_ROWS

async function* rows(): AsyncGenerator<TableRow> {
  for (let line = 2; line < ROWS + 2; line += 1) yield { line, cells: [String(line)], formulas: [] }
}

describeOnBothDatabases('the batches of an import', (database, provider) => {
  const isOneWriter = provider === 'sqlite'

  /** A database whose transactions are counted, from when they are asked for to their end. */
  const counting = () => {
    const { db, ...rest } = makeTestContext(database())
    const waiting = { now: 0, most: 0 }
    const begin = async (...args: Parameters<typeof db.$transaction>) => {
      waiting.now += 1
      waiting.most = Math.max(waiting.most, waiting.now)
      try {
        return await db.$transaction(...args)
      } finally {
        waiting.now -= 1
      }
    }
    const counted = new Proxy(db, {
      get: (target, name) => (name === '$transaction' ? begin : Reflect.get(target, name)),
    })
    return { ctx: { ...rest, db: counted }, waiting }
  }

  it('leave the one writer to a till between each other, and are side by side where there are several', async () => {
    const { ctx, waiting } = counting()
    let compared = 0
    const importer: Importer = {
      kind: 'members',
      begin: () =>
        Promise.resolve({
          isGrouped: () => false,
          groupKey: () => undefined,
          read: ([row]) => ({
            identity: row?.cell('externalId') ?? '',
            says: '',
            claims: [],
            totals: { records: 1, quantity: 0, amountFen: 0 },
          }),
          compare: (_ctx: Ctx, records) => {
            compared += 1
            return Promise.resolve(records.map(() => undefined))
          },
          store: async (_ctx, records) => {
            // The next ones are ready to be written by now.
            await expect.poll(() => compared).toBeGreaterThan(2)
            if (!isOneWriter) await expect.poll(() => waiting.most).toBeGreaterThan(1)
            return records.map(() => 'created' as const)
          },
        }),
    }
    const { created } = await runImport(ctx, {
      importer,
      origin: TEST_ORIGIN,
      rows,
      mapping: ['externalId'],
      isDryRun: false,
      tally: new ImportTally(),
      onSettled: () => undefined,
    })
    expect(created.rows).toBe(ROWS)
    if (isOneWriter) expect(waiting.most).toBe(1)
  })
})
