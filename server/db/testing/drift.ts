import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { systemClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../testing/silent-logger.ts'
import { startTestPostgres } from '../../testing/test-postgres.ts'
import type { Provider } from '../dialect.ts'
import { openDatabase, type DatabaseLocation } from '../open.ts'
import { sqliteAdapterFactory } from '../sqlite/adapter.ts'
import { SqlitePool } from '../sqlite/pool.ts'
import { missingSql } from './schema-engine.ts'

const DATABASE = 'member_desk'

/** Connects Prisma's tools to a database, past everything this program does when it opens one. */
export async function withAdapter<T>(
  location: DatabaseLocation,
  work: (adapter: SqlDriverAdapterFactory) => Promise<T>,
): Promise<T> {
  if (location.provider === 'postgresql') {
    return work(new PrismaPg({ connectionString: location.url }))
  }
  const pool = await SqlitePool.open(location.path)
  try {
    return await work(sqliteAdapterFactory(pool))
  } finally {
    await pool.close()
  }
}

/** @returns the SQL that the database lacks to match the models; empty when it matches */
export function missingSqlAt(location: DatabaseLocation, modelsFolder?: string): Promise<string> {
  const { provider } = location
  return withAdapter(location, (adapter) => missingSql({ provider, adapter, modelsFolder }))
}

/**
 * Migrates a fresh database of each kind and compares it with the models.
 *
 * @public run by `prisma/check-migrations.mjs`
 */
export async function missingSqlOfMigrations(): Promise<Record<Provider, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-migrations-'))
  const postgres = await startTestPostgres()
  const migrated = async (location: DatabaseLocation) => {
    const options = { location, backupDir: folder, clock: systemClock, log: silentLogger }
    await (await openDatabase(options)).close()
    return missingSqlAt(location)
  }
  try {
    await postgres.createDatabase(DATABASE)
    return {
      sqlite: await migrated({ provider: 'sqlite', path: join(folder, 'member.db') }),
      postgresql: await migrated({
        provider: 'postgresql',
        url: postgres.urlOf(DATABASE),
        poolMax: 1,
      }),
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
