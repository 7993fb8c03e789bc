import type { Ctx, Tx } from '../db/context.ts'
import { insertRows } from '../db/row-set.ts'
import { Batch } from '../modules/points/batch.ts'
import { Books } from '../modules/points/books.rules.ts'
import { ACCOUNT_COLUMNS, writeBooks } from '../modules/points/write-books.sql.ts'
import type { MadeUpCommand } from './made-up-points.ts'

const NOTHING = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0, entries: 0 }

/**
 * Keeps the books of members who have none, by the rules of the ledger and each command at its own moment, and
 * writes them set by set. @returns how many entries there are
 */
export async function writePoints(
  ctx: Ctx<Tx>,
  members: ReadonlyMap<number, readonly MadeUpCommand[]>,
): Promise<number> {
  const updatedAt = ctx.clock.now()
  const ids = [...members.keys()]
  const books = new Map(
    ids.map((memberId) => [memberId, new Books({ memberId, ...NOTHING })] as const),
  )
  const rows = ids.map((id) => ({ id, ...NOTHING, updatedAt }))
  await insertRows(ctx, { table: 'PointAccount', columns: ACCOUNT_COLUMNS, rows })
  let moment = updatedAt
  const batch = new Batch(
    { ...ctx, clock: { now: () => moment } },
    { books, entries: [] },
    { known: new Map(), graceDays: 0 },
  )
  for (const { at, command } of [...members.values()].flat()) {
    moment = at
    batch.do(command)
  }
  // A batch is booked in one moment as a rule; these are of years.
  const entries = batch.entries.map((entry) => ({ ...entry, bookedAt: entry.occurredAt }))
  const written = { entries, newHolds: [], commands: [] }
  if (batch.touched.size > 0) await writeBooks(ctx, [...batch.touched], written)
  return batch.entries.length
}
