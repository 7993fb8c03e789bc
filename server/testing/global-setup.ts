import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../db/open.ts'
import { silentLogger } from './silent-logger.ts'
import { startTestPostgres } from './test-postgres.ts'
import { systemClock } from '../kernel/clock.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty SQLite file to copy from. */
    sqliteTemplate: string
    /** A running Postgres: its maintenance database. */
    postgresUrl: string
    /** Name of a migrated, empty database to copy from. */
    postgresTemplate: string
  }
}

const POSTGRES_TEMPLATE = 'member_desk_template'

/** Migrates one database of each kind once; every test file then copies it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-test-'))
  const sqliteTemplate = join(folder, 'template.db')
  const postgres = await startTestPostgres()
  await postgres.createDatabase(POSTGRES_TEMPLATE)
  const common = { backupDir: join(folder, 'backups'), clock: systemClock, log: silentLogger }
  const url = postgres.urlOf(POSTGRES_TEMPLATE)
  for (const location of [
    { provider: 'sqlite', path: sqliteTemplate } as const,
    { provider: 'postgresql', url, poolMax: 1 } as const,
  ]) {
    await (await openDatabase({ ...common, location })).close()
  }
  project.provide('sqliteTemplate', sqliteTemplate)
  project.provide('postgresUrl', postgres.urlOf('postgres'))
  project.provide('postgresTemplate', POSTGRES_TEMPLATE)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
