import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestContext } from '../testing/test-context.ts'
import {
  makeTestLocation,
  openTestDatabase,
  PROVIDERS,
  type TestLocation,
} from '../testing/test-database.ts'
import { inTransaction } from './transaction.ts'

describe.each(PROVIDERS)('a database on %s', (provider) => {
  let place: TestLocation
  beforeEach(async () => {
    place = await makeTestLocation(provider)
  })
  afterEach(() => place.remove())

  it('is closed after the transaction under way', async () => {
    const database = await openTestDatabase(place)
    const ctx = makeTestContext(database)
    const createdAt = ctx.clock.now()
    let closing: Promise<void> | undefined
    const work = inTransaction(ctx, async ({ db }) => {
      await db.dataKey.create({ data: { id: 'a', createdAt } })
      closing = database.close()
      await db.dataKey.create({ data: { id: 'b', createdAt } })
    })
    await work
    await closing
    const again = await openTestDatabase(place)
    expect(await again.db.dataKey.count()).toBe(2)
    await again.close()
  })

  it('answers a ping while open and refuses it when closed', async () => {
    const database = await openTestDatabase(place)
    await database.ping()
    await database.close()
    await expect(database.ping()).rejects.toThrow(/./)
    await expect(database.db.dataKey.count()).rejects.toThrow(/./)
  })

  it('keeps times in UTC to the millisecond, whatever the zone of machine and server', async () => {
    const database = await openTestDatabase(place)
    const createdAt = new Date('2026-03-29T01:30:00.123Z')
    await database.db.dataKey.create({ data: { id: 'a', createdAt } })
    expect(await database.db.dataKey.findFirst()).toMatchObject({ id: 'a', createdAt })
    await database.close()
  })
})

describe('a SQLite file that cannot be opened', () => {
  let place: TestLocation
  beforeEach(async () => {
    place = await makeTestLocation('sqlite', { isBlank: true })
  })
  afterEach(() => place.remove())
  const at = (path: string) => ({ ...place, location: { provider: 'sqlite', path } as const })

  it('is told with its path: not a database, and left alone', async () => {
    const path = join(place.folder, 'note.txt')
    const text = 'This is a letter and not a database. '.repeat(100)
    await writeFile(path, text)
    await expect(openTestDatabase(at(path))).rejects.toMatchObject({
      code: 'DATABASE_UNREADABLE',
      params: { path },
    })
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('is told with its path: a folder', async () => {
    const path = join(place.folder, 'folder')
    await mkdir(path)
    await expect(openTestDatabase(at(path))).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE' })
  })

  it('is told with its path: below a file', async () => {
    const file = join(place.folder, 'file')
    await writeFile(file, '')
    const path = join(file, 'member.db')
    await expect(openTestDatabase(at(path))).rejects.toMatchObject({
      code: 'DATABASE_UNREADABLE',
      params: { path },
    })
  })
})

describe('a Postgres that does not answer', () => {
  it('is told with the reason', async () => {
    const place = await makeTestLocation('postgresql')
    const url = 'postgresql://nobody:wrong@127.0.0.1:1/nothing'
    const location = { provider: 'postgresql', url, poolMax: 1 } as const
    const opening = openTestDatabase({ ...place, location })
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
    await expect(opening).rejects.not.toThrow('wrong')
    await place.remove()
  })
})
