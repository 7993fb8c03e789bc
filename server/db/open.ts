import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Pool } from 'pg'
import { AppError } from '../kernel/app-error.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Db } from './context.ts'
import { DIALECTS, type Dialect } from './dialect.ts'
import { reachDirectly } from './direct.ts'
import { PrismaClient as PostgresClient } from './generated/postgresql/client.ts'
import { PrismaClient as SqliteClient } from './generated/sqlite/client.ts'
import { migrationsOf, type Migration } from './migrations/catalogue.ts'
import { migrate } from './migrations/migrate.ts'
import { postgresMigrationTarget } from './migrations/postgresql-target.ts'
import { sqliteMigrationTarget } from './migrations/sqlite-target.ts'
import { postgresAdapterFactory } from './postgresql/adapter.ts'
import { sqliteAdapterFactory } from './sqlite/adapter.ts'
import { SqliteConnection } from './sqlite/connection.ts'
import { acquireOwnerLock } from './sqlite/owner-lock.ts'
import { SqlitePool } from './sqlite/pool.ts'

/** Where the data is, as configuration reads it from DATABASE_URL. */
export type DatabaseLocation =
  | { readonly provider: 'sqlite'; readonly path: string }
  | { readonly provider: 'postgresql'; readonly url: string; readonly poolMax: number }

export interface OpenOptions {
  readonly location: DatabaseLocation
  readonly backupDir: string
  readonly clock: Clock
  readonly log: Logger
  /** For tests of migrations; the program's own by default. */
  readonly migrations?: readonly Migration[]
}

export interface Database {
  readonly db: Db
  readonly dialect: Dialect
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  /** How many other processes of this program have it open; they may know another data key. */
  countOthers(): Promise<number>
  close(): Promise<void>
}

/** Waiting for the writer's turn and the work inside are bounded, well above what either needs. */
const TRANSACTION_OPTIONS = { maxWait: 30_000, timeout: 30_000 }
const CONNECT_TIMEOUT_MS = 10_000
const APPLICATION = 'member-desk'

/** Opens the database, brings its schema up to date and checks how it is set. */
export function openDatabase(options: OpenOptions): Promise<Database> {
  const { location } = options
  return location.provider === 'sqlite'
    ? openSqlite(location.path, options)
    : openPostgres(location, options)
}

async function migrateSqlite(path: string, options: OpenOptions): Promise<void> {
  const { backupDir, clock, log } = options
  const connection = await SqliteConnection.open(path)
  try {
    const target = sqliteMigrationTarget({ connection, databasePath: path, backupDir, clock })
    await migrate(target, options.migrations ?? migrationsOf('sqlite'), log)
  } finally {
    await connection.close()
  }
}

/** The expected refusals pass; what else keeps a file from being opened is told with its path. */
function unreadable(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new AppError('DATABASE_UNREADABLE', { path, reason }, { cause: error })
}

async function openSqlite(path: string, options: OpenOptions): Promise<Database> {
  let releaseOwnerLock: () => Promise<void> = () => Promise.resolve()
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    releaseOwnerLock = await acquireOwnerLock(path)
    await migrateSqlite(path, options)
    const pool = await SqlitePool.open(path)
    const adapter = sqliteAdapterFactory(pool)
    const client = new SqliteClient({
      adapter,
      transactionOptions: TRANSACTION_OPTIONS,
      // The full text of an error repeats the values of the call.
      errorFormat: 'minimal',
    })
    const db = reachDirectly(client, await adapter.connect())
    return {
      db,
      dialect: DIALECTS.sqlite,
      ping: () => pool.read(async (connection) => void (await connection.all('SELECT 1'))),
      // The owner lock lets nobody else in.
      countOthers: () => Promise.resolve(0),
      async close() {
        // The pool first: it waits for transactions under way, which the client would cut off.
        await pool.close()
        await db.$disconnect()
        await releaseOwnerLock()
      },
    }
  } catch (error) {
    await releaseOwnerLock()
    throw unreadable(path, error)
  }
}

async function migratePostgres(pool: Pool, options: OpenOptions): Promise<void> {
  const { backupDir, clock, log } = options
  const client = await pool.connect()
  try {
    const target = postgresMigrationTarget({ client, backupDir, clock })
    await migrate(target, options.migrations ?? migrationsOf('postgresql'), log)
  } finally {
    client.release()
  }
}

/** A server asks its database something every few seconds, so it keeps at least one connection. */
async function countOthers(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(DISTINCT application_name)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE $1
     AND application_name <> current_setting('application_name')`,
    [`${APPLICATION} %`],
  )
  return rows[0]?.count ?? 0
}

async function openPostgres(
  location: { url: string; poolMax: number },
  options: OpenOptions,
): Promise<Database> {
  const pool = new Pool({
    connectionString: location.url,
    max: location.poolMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Times are UTC in every session, whatever the server's own zone. Today's disks find a page almost as fast as
    // they read on; by the default of 4 Postgres reads a table as a whole where an index has the answer.
    options: '-c timezone=UTC -c random_page_cost=1.1',
    // One name a process, by which `countOthers` tells its own connections from theirs.
    application_name: `${APPLICATION} ${randomUUID()}`,
  })
  // A broken idle connection is dropped by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.log.error({ err: error }, 'idle database connection failed'))
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await pool.end()
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('DATABASE_UNREACHABLE', { reason }, { cause: error })
  }
  try {
    await migratePostgres(pool, options)
  } catch (error) {
    await pool.end()
    throw error
  }
  const adapter = postgresAdapterFactory(pool)
  const client = new PostgresClient({
    adapter,
    transactionOptions: TRANSACTION_OPTIONS,
    // The full text of an error repeats the values of the call.
    errorFormat: 'minimal',
  })
  reachDirectly(client, await adapter.connect())
  return {
    // The two clients differ in types only; the SQLite one is the narrower, so its calls fit both.
    db: client as unknown as Db,
    dialect: DIALECTS.postgresql,
    ping: async () => void (await pool.query('SELECT 1')),
    countOthers: () => countOthers(pool),
    async close() {
      // The pool first: it waits for transactions under way, which the client would cut off.
      await pool.end()
      await client.$disconnect()
    },
  }
}
