import type { Ctx, Db } from '../db/context.ts'
import { runStatement, sql } from '../db/sql.ts'

/** More than the disk that is full has left: SQLite asks for pages of it, Postgres is told to say so. */
const MORE_CHARS = 1_000_000

async function limitPages(ctx: Ctx<Db>, pages: number): Promise<void> {
  await ctx.db.$queryRawUnsafe(`PRAGMA max_page_count = ${pages}`)
}

/** Runs work while the file of the database can't grow; Postgres has no such limit. */
export async function withFullDisk<T>(ctx: Ctx<Db>, work: () => Promise<T>): Promise<T> {
  if (ctx.dialect.provider === 'postgresql') return work()
  // The smallest limit that SQLite takes is what the file has.
  await limitPages(ctx, 1)
  try {
    return await work()
  } finally {
    await limitPages(ctx, 1_073_741_823)
  }
}

/** A statement that a full disk refuses; it has to be run while the disk is full. */
export const fillDisk = (ctx: Ctx): Promise<number> =>
  runStatement(
    ctx,
    ctx.dialect.provider === 'sqlite'
      ? sql`INSERT INTO "DataKey" ("id", "createdAt") VALUES (${'x'.repeat(MORE_CHARS)}, 0)`
      : sql`DO $$ BEGIN RAISE 'full' USING ERRCODE = 'disk_full'; END $$`,
  )
