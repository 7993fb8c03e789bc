import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { PoolClient } from 'pg'
import type { Clock } from '../../kernel/clock.ts'
import { backupTables } from '../postgresql/backup.ts'
import type { AppliedMigration, MigrationTarget } from './migrate.ts'

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/** Prisma's own advisory lock number: its tools and this server never migrate at the same time. */
const ADVISORY_LOCK = 72_707_369
const LOCK_TIMEOUT_MS = 60_000

interface PostgresTargetOptions {
  readonly client: PoolClient
  readonly backupDir: string
  readonly clock: Clock
}

export function postgresMigrationTarget({
  client,
  backupDir,
  clock,
}: PostgresTargetOptions): MigrationTarget {
  return {
    async exclusively(work) {
      await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
      await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK])
      try {
        return await work()
      } finally {
        await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK])
        await client.query('RESET lock_timeout')
      }
    },
    async applied(): Promise<AppliedMigration[]> {
      const table = await client.query<{ name: string | null }>(
        `SELECT to_regclass('"_prisma_migrations"') AS name`,
      )
      if (table.rows[0]?.name === null) return []
      const { rows } = await client.query<{ name: string; checksum: string }>(
        `SELECT "migration_name" AS name, "checksum" FROM "_prisma_migrations"
         WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`,
      )
      return rows
    },
    backup(label): Promise<string> {
      const stamp = clock.now().toISOString().replaceAll(/[:.]/g, '-')
      return backupTables(client, join(backupDir, `postgresql-${stamp}-before-${label}`))
    },
    async apply(migration, sum) {
      const now = clock.now()
      await client.query('BEGIN')
      try {
        await client.query(BOOKKEEPING)
        await client.query(migration.script)
        await client.query(
          `INSERT INTO "_prisma_migrations"
             ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
           VALUES ($1, $2, $3, $4, $4, 1)`,
          [randomUUID(), sum, migration.name, now],
        )
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      }
    },
  }
}
