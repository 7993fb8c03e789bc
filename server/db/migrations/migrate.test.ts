import { access, readdir, readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../kernel/app-error.ts'
import { systemClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../testing/silent-logger.ts'
import { makeTestLocation, PROVIDERS, type TestLocation } from '../../testing/test-database.ts'
import { openDatabase } from '../open.ts'
import { SqliteConnection } from '../sqlite/connection.ts'
import { addition, families, halfway, orphaning, rebuild } from '../testing/made-up-migrations.ts'
import { restoreTables } from '../testing/restore-tables.ts'
import type { Migration } from './catalogue.ts'

type Row = Record<string, unknown>
type Query = (sql: string) => Promise<Row[]>

const PARENTS = 'SELECT * FROM "Parent" ORDER BY "id"'
const CHILDREN = 'SELECT * FROM "Child" ORDER BY "id"'
const APPLIED = 'SELECT "migration_name" AS name FROM "_prisma_migrations" ORDER BY 1'

/** Looks into a database past the program. */
async function inspect<T>(
  { location }: TestLocation,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  if (location.provider === 'sqlite') {
    const connection = await SqliteConnection.open(location.path)
    await connection.exec('PRAGMA foreign_keys = ON')
    return work((sql) => connection.all(sql)).finally(() => connection.close())
  }
  const client = new Client({ connectionString: location.url })
  await client.connect()
  return work(async (sql) => (await client.query<Row>(sql)).rows).finally(() => client.end())
}

describe.each(PROVIDERS)('migrations on %s', (provider) => {
  let place: TestLocation
  beforeEach(async () => {
    place = await makeTestLocation(provider, { isBlank: true })
  })
  afterEach(() => place.remove())

  const backupDir = () => `${place.folder}/backups`
  async function migrateTo(migrations: readonly Migration[], at = place): Promise<void> {
    const options = { backupDir: backupDir(), clock: systemClock, log: silentLogger, migrations }
    await (await openDatabase({ ...options, location: at.location })).close()
  }
  async function failure(migrations: readonly Migration[]): Promise<AppError> {
    const outcome = await migrateTo(migrations).catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(AppError)
    return outcome as AppError
  }
  const backups = () => readdir(backupDir()).catch(() => [])
  const rows = (sql: string) => inspect(place, (query) => query(sql))
  const applied = async () => (await rows(APPLIED)).map(({ name }) => name)

  /** Two families, as an earlier version of the program left them. */
  async function makeFamilies(): Promise<void> {
    await migrateTo([families(provider)])
    await inspect(place, async (query) => {
      await query(`INSERT INTO "Parent" ("name") VALUES ('王'), ('it''s\\n')`)
      await query(`INSERT INTO "Child" ("parentId", "name") VALUES (1, 'a'), (1, 'b'), (2, 'c')`)
    })
  }

  it('build a new database, once, without a backup of nothing', async () => {
    await migrateTo([families(provider), addition])
    await migrateTo([families(provider), addition])
    expect(await applied()).toEqual([families(provider).name, addition.name])
    expect(await backups()).toEqual([])
  })

  it('add a column and a table, and keep what is there', async () => {
    await makeFamilies()
    const before = await rows(PARENTS)
    await migrateTo([families(provider), addition])
    expect(await rows(PARENTS)).toEqual(before.map((row) => ({ ...row, city: null })))
    expect(await rows('SELECT * FROM "Pet"')).toEqual([])
    expect(await rows(CHILDREN)).toHaveLength(3)
    expect(await backups()).toHaveLength(1)
  })

  it('rebuild a parent and lose no child', async () => {
    await makeFamilies()
    const children = await rows(CHILDREN)
    await migrateTo([families(provider), addition, rebuild(provider)])
    expect(await rows(CHILDREN)).toEqual(children)
    expect((await rows(PARENTS)).map(({ city }) => city)).toEqual(['上海', '上海'])
    // The reference still stands: a parent takes its children along, and an orphan is refused.
    await rows('DELETE FROM "Parent" WHERE "id" = 1')
    expect(await rows(CHILDREN)).toHaveLength(1)
    await expect(
      rows(`INSERT INTO "Child" ("parentId", "name") VALUES (404, 'x')`),
    ).rejects.toThrow(/foreign key/i)
  })

  it('refuse to leave a row without what it refers to', async () => {
    await makeFamilies()
    const before = [await rows(PARENTS), await rows(CHILDREN)]
    const error = await failure([families(provider), orphaning(provider)])
    expect(error).toMatchObject({
      code: 'MIGRATION_FAILED',
      params: { migration: orphaning(provider).name },
    })
    expect([await rows(PARENTS), await rows(CHILDREN)]).toEqual(before)
  })

  it('that fail half-way leave the database as it was, and can be mended and run again', async () => {
    await makeFamilies()
    const before = [await rows(PARENTS), await rows(CHILDREN)]
    const error = await failure([families(provider), addition, halfway])
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', params: { migration: halfway.name } })
    // The one before it is a step of its own and stands.
    expect(await applied()).toEqual([families(provider).name, addition.name])
    expect(await rows('SELECT "id", "name" FROM "Parent" ORDER BY "id"')).toEqual(before[0])
    expect(await rows(CHILDREN)).toEqual(before[1])
    await expect(rows('SELECT * FROM "Half"')).rejects.toThrow(/Half/)
    const mended = { ...halfway, script: 'CREATE TABLE "Half" ("id" INTEGER PRIMARY KEY);' }
    await migrateTo([families(provider), addition, mended])
    expect(await rows('SELECT * FROM "Half"')).toEqual([])
  })

  it('that fail name a backup with everything that was there', async () => {
    await makeFamilies()
    const before = [await rows(PARENTS), await rows(CHILDREN)]
    const { params } = await failure([families(provider), halfway])
    const backup = String(params['backup'])
    await access(backup)

    // On SQLite the backup is a database; on Postgres it is read into one at the same point.
    const copy = await makeTestLocation(provider, { isBlank: true })
    const { location } = copy
    const restored =
      location.provider === 'sqlite' ? { ...copy, location: { ...location, path: backup } } : copy
    if (location.provider === 'postgresql') {
      await migrateTo([families(provider)], copy)
      const client = new Client({ connectionString: location.url })
      await client.connect()
      await restoreTables(client, backup)
      await client.end()
    }
    const found = await inspect(restored, async (query) => [
      await query(PARENTS),
      await query(CHILDREN),
    ])
    expect(found).toEqual(before)
    const [next] = await inspect(restored, (query) =>
      query(`INSERT INTO "Parent" ("name") VALUES ('next') RETURNING "id"`),
    )
    expect(next).toEqual({ id: 3 })
    await copy.remove()
  })

  it('are refused when one was changed after it was applied, but not for its line ends', async () => {
    await makeFamilies()
    const known = families(provider)
    await migrateTo([{ ...known, script: known.script.replaceAll('\n', '\r\n') }])
    const error = await failure([{ ...known, script: `${known.script} SELECT 1;` }, addition])
    expect(error).toMatchObject({ code: 'MIGRATION_CHANGED', params: { migration: known.name } })
    expect(await applied()).toEqual([known.name])
    expect(await backups()).toEqual([])
  })

  it('of a newer program are refused before anything is written', async () => {
    await migrateTo([families(provider), addition])
    const { location } = place
    const content = () =>
      location.provider === 'sqlite' ? readFile(location.path, 'base64') : applied()
    const before = await content()
    // Something to do comes first, so that order alone does not protect.
    const earlier = { ...halfway, name: '20250101000000_earlier' }
    const error = await failure([earlier, families(provider)])
    expect(error).toMatchObject({ code: 'DATABASE_NEWER', params: { migration: addition.name } })
    expect(await content()).toEqual(before)
    expect(await backups()).toEqual([])
  })

  it('tell what failed even when a script has ended the transaction itself', async () => {
    await makeFamilies()
    const ending = {
      name: '20260106000000_ending',
      script: `COMMIT; INSERT INTO "Nowhere" VALUES (1);`,
    }
    const error = await failure([families(provider), ending])
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', params: { migration: ending.name } })
    expect(String(error.cause)).toMatch(/Nowhere/)
  })

  if (provider === 'postgresql') {
    it('of several servers that start at once are applied once', async () => {
      await Promise.all(
        [1, 2, 3, 4].map(() => migrateTo([families(provider), addition, rebuild(provider)])),
      )
      expect(await applied()).toEqual([
        families(provider).name,
        addition.name,
        rebuild(provider).name,
      ])
    })
  }
})
