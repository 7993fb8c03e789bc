import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import type { Provider } from '../db/dialect.ts'
import { openDatabase, type Database, type DatabaseLocation } from '../db/open.ts'
import { invariant } from '../kernel/invariant.ts'
import { systemClock } from '../kernel/clock.ts'
import { silentLogger } from './silent-logger.ts'

export const PROVIDERS: readonly Provider[] = ['sqlite', 'postgresql']
const POOL_MAX = 10

export interface TestLocation {
  readonly location: DatabaseLocation
  readonly folder: string
  remove(): Promise<void>
}

async function withMaintenance(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function makePostgres(folder: string, template: string | undefined): Promise<TestLocation> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await withMaintenance((client) =>
    client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`),
  )
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return {
    location: { provider: 'postgresql', url: url.href, poolMax: POOL_MAX },
    folder,
    async remove() {
      await withMaintenance((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A place for a database of its own: migrated and empty, or not even created with `isBlank`. */
export async function makeTestLocation(
  provider: Provider,
  { isBlank = false } = {},
): Promise<TestLocation> {
  // A name that SQLite paths have to cope with on the desktops of our users.
  const folder = await mkdtemp(join(tmpdir(), '会员 台-'))
  if (provider === 'postgresql') {
    return makePostgres(folder, isBlank ? undefined : inject('postgresTemplate'))
  }
  const path = join(folder, 'member.db')
  if (!isBlank) await copyFile(inject('sqliteTemplate'), path)
  const remove = () => rm(folder, { recursive: true, force: true })
  return { location: { provider, path }, folder, remove }
}

export function openTestDatabase({ location, folder }: TestLocation): Promise<Database> {
  return openDatabase({
    location,
    backupDir: join(folder, 'backups'),
    clock: systemClock,
    log: silentLogger,
  })
}

/**
 * Runs the same tests on SQLite and on Postgres, each on one fresh database a file. Service tests are
 * written inside it; one that runs on a single database is not done.
 */
export function describeOnBothDatabases(
  name: string,
  body: (database: () => Database, provider: Provider) => void,
): void {
  describe.each(PROVIDERS)(`${name} on %s`, (provider) => {
    let place: TestLocation | undefined
    let database: Database | undefined
    beforeAll(async () => {
      place = await makeTestLocation(provider)
      database = await openTestDatabase(place)
    })
    afterAll(async () => {
      await database?.close()
      await place?.remove()
    })
    body(() => {
      invariant(database, 'the database is open while tests run')
      return database
    }, provider)
  })
}
