import type { Ctx, Db } from '../db/context.ts'

type Table = 'ApiKey' | 'DataKey' | 'PointEntry'

/** What SQLite lets a file grow to by itself. */
const PAGES_MAX = 1_073_741_823
/** Far more than has room in what the file has already. */
const BYTES = 10_000_000

/** Statements that let no row into a table any more, and those that undo it. */
const SQLITE = {
  before: ['CREATE TABLE "Grown" ("bytes" BLOB)'],
  refuse: (table: Table) =>
    ['INSERT', 'UPDATE'].map(
      (way) => `CREATE TRIGGER "full_${table}_${way}" AFTER ${way} ON "${table}"
        BEGIN INSERT INTO "Grown" VALUES (zeroblob(${BYTES})); END`,
    ),
  // The smallest limit that it takes is what the file has.
  full: ['PRAGMA max_page_count = 1'],
  undo: (table: Table) => ['INSERT', 'UPDATE'].map((way) => `DROP TRIGGER "full_${table}_${way}"`),
  after: [`PRAGMA max_page_count = ${PAGES_MAX}`, 'DROP TABLE "Grown"'],
}
const POSTGRES = {
  before: [
    `CREATE FUNCTION "refuse_full"() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'full' USING ERRCODE = 'disk_full'; END $$`,
  ],
  refuse: (table: Table) => [
    `CREATE TRIGGER "full_${table}" BEFORE INSERT OR UPDATE ON "${table}"
      FOR EACH ROW EXECUTE FUNCTION "refuse_full"()`,
  ],
  full: [],
  undo: (table: Table) => [`DROP TRIGGER "full_${table}" ON "${table}"`],
  after: ['DROP FUNCTION "refuse_full"'],
}

/**
 * Runs work while there is no room for another row in some tables: on SQLite the file can't grow and each row
 * wants it to, Postgres says what it says of a full disk.
 */
export async function withFullDisk<T>(
  ctx: Ctx<Db>,
  tables: readonly Table[],
  work: () => Promise<T>,
): Promise<T> {
  const way = ctx.dialect.provider === 'sqlite' ? SQLITE : POSTGRES
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) {
      if (statement.startsWith('PRAGMA')) await ctx.db.$queryRawUnsafe(statement)
      else await ctx.db.$executeRawUnsafe(statement)
    }
  }
  await run([...way.before, ...tables.flatMap(way.refuse), ...way.full])
  try {
    return await work()
  } finally {
    await run([...tables.flatMap(way.undo), ...way.after])
  }
}
