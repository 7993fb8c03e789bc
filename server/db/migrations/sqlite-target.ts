import { randomUUID } from 'node:crypto'
import { chmod, mkdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { invariant } from '../../kernel/invariant.ts'
import { nowMs, type Clock } from '../../kernel/clock.ts'
import { SqliteConnection } from '../sqlite/connection.ts'
import { isNotInTransaction } from '../sqlite/errors.ts'
import type { Migration } from './catalogue.ts'
import type { AppliedMigration, MigrationTarget } from './migrate.ts'

/** Prisma's bookkeeping table, so that its tools read the history as their own. */
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

interface SqliteTargetOptions {
  readonly connection: SqliteConnection
  readonly databasePath: string
  readonly backupDir: string
  readonly clock: Clock
}

/** Copies the live database into one file and looks it over before calling it a backup. */
async function backupInto(connection: SqliteConnection, path: string): Promise<void> {
  await connection.all('VACUUM INTO ?', [path])
  const copy = await SqliteConnection.open(path)
  try {
    const verdict = await copy.pragma('quick_check')
    invariant(verdict === 'ok', `backup ${path} is damaged: ${String(verdict)}`)
  } finally {
    await copy.close()
  }
}

/**
 * Rebuilding a table drops the old one. With foreign keys on, that drop would silently delete the
 * children that cascade, and inside a transaction the switch does nothing: so off before BEGIN, and
 * every reference checked before COMMIT.
 */
async function applyInTransaction(
  connection: SqliteConnection,
  migration: Migration,
  sum: string,
  now: number,
) {
  await connection.exec('PRAGMA foreign_keys = OFF')
  try {
    await connection.exec(`BEGIN IMMEDIATE; ${BOOKKEEPING}`)
    await connection.exec(migration.script)
    const broken = await connection.all('PRAGMA foreign_key_check')
    invariant(broken.length === 0, `${broken.length} rows lost what they refer to`)
    await connection.run(
      `INSERT INTO "_prisma_migrations"
         ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES (?, ?, ?, ?, ?, 1)`,
      [randomUUID(), sum, migration.name, now, now],
    )
    await connection.exec('COMMIT')
  } catch (error) {
    await rollback(connection)
    throw error
  } finally {
    await connection.exec('PRAGMA foreign_keys = ON')
  }
}

/** After a full disk SQLite has already rolled back by itself; that is no second failure. */
async function rollback(connection: SqliteConnection): Promise<void> {
  try {
    await connection.exec('ROLLBACK')
  } catch (error) {
    if (!isNotInTransaction(error)) throw error
  }
}

/** The owner lock of the file already keeps others out. */
export function sqliteMigrationTarget(options: SqliteTargetOptions): MigrationTarget {
  const { connection, databasePath, backupDir, clock } = options
  return {
    exclusively: (work) => work(),
    async applied(): Promise<AppliedMigration[]> {
      const table = `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'`
      if ((await connection.all(table)).length === 0) return []
      const rows = await connection.all(
        `SELECT "migration_name" AS name, "checksum" FROM "_prisma_migrations"
         WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`,
      )
      return rows.map((row) => ({ name: String(row['name']), checksum: String(row['checksum']) }))
    },
    async backup(label): Promise<string> {
      await mkdir(backupDir, { recursive: true, mode: 0o700 })
      const stamp = clock.now().toISOString().replaceAll(/[:.]/g, '-')
      const path = join(backupDir, `${basename(databasePath, '.db')}-${stamp}-before-${label}.db`)
      const partial = `${path}.partial`
      await backupInto(connection, partial)
      await chmod(partial, 0o600)
      await rename(partial, path)
      return path
    },
    apply: (migration, sum) => applyInTransaction(connection, migration, sum, nowMs(clock)),
  }
}
