import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { queryRows, sql } from '../../db/sql.ts'

/** Who gives the commands of an import. */
export const IMPORT_CALLER = 'import'

/** What a file says of a lot, and what is kept of it to be compared with: days, none where it says none. */
export const importedLot = z.object({
  points: z.int(),
  earnedOn: z.string().nullable(),
  expiresOn: z.string().nullable(),
})
export type ImportedLot = z.infer<typeof importedLot>

/** As the command keeps it: readable, so that a row that differs can be told what was imported. */
export const bodyOf = ({ points, earnedOn, expiresOn }: ImportedLot): string =>
  JSON.stringify({ points, earnedOn, expiresOn })

const keyRow = z.object({ key: z.string(), body: z.string() })

/** What was imported under these keys before, as it is kept. */
export async function findImported(
  ctx: Ctx,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map()
  const wanted = keys.map((key) => ({ key }))
  const rows = await queryRows(
    ctx,
    // With a join SQLite goes through all that was ever imported, for each of the keys.
    sql`SELECT c."key", c."body" FROM "PointCommand" c WHERE c."caller" = ${IMPORT_CALLER}
      AND c."key" IN (SELECT r."key" FROM ${rowSet(ctx, { key: 'text' }, wanted)} AS r)`,
    keyRow,
  )
  return new Map(rows.map(({ key, body }) => [key, body]))
}
