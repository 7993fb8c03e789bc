import { createHash } from 'node:crypto'
import { readdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  makeTestLocation,
  openTestDatabase,
  type TestLocation,
} from '../../testing/test-database.ts'
import { startOtherProcess } from '../testing/other-process.ts'

/** Every file below a folder with its content and the time of its last change. */
async function fingerprint(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort()
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
      return `${name} ${hash} ${(await stat(path)).mtimeMs}`
    }),
  )
}

describe('the owner of a database file', () => {
  let place: TestLocation
  let path: string
  beforeEach(async () => {
    place = await makeTestLocation('sqlite')
    path = place.location.provider === 'sqlite' ? place.location.path : ''
  })
  afterEach(() => place.remove())

  /** Another process that owns the file, as `acquireOwnerLock` does. */
  async function startOwner() {
    const owner = await startOtherProcess(`${path}.lock`)
    await owner.all('PRAGMA locking_mode = EXCLUSIVE')
    await owner.all('BEGIN EXCLUSIVE')
    return owner
  }

  it('keeps a second process out before it writes a byte', async () => {
    const owner = await startOwner()
    const before = await fingerprint(place.folder)
    await expect(openTestDatabase(place)).rejects.toMatchObject({
      code: 'DATABASE_IN_USE',
      params: { path },
    })
    expect(await fingerprint(place.folder)).toEqual(before)
    await owner.kill()
  })

  it('keeps other processes out while this one has it open', async () => {
    const database = await openTestDatabase(place)
    const other = await startOtherProcess(`${path}.lock`)
    await expect(other.all('BEGIN EXCLUSIVE')).rejects.toThrow('SQLITE_BUSY')
    await database.close()
    await other.all('BEGIN EXCLUSIVE')
    await other.kill()
  })

  it('leaves nothing to clean up when it is killed', async () => {
    const owner = await startOwner()
    await owner.kill()
    const database = await openTestDatabase(place)
    expect(await database.db.member.count()).toBe(0)
    await database.close()
  })

  it('keeps the same process out, and lets it in again after closing', async () => {
    const first = await openTestDatabase(place)
    await expect(openTestDatabase(place)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    expect(await first.db.member.count()).toBe(0)
    await first.close()
    await (await openTestDatabase(place)).close()
  })

  it('is the same by a link to the file', async () => {
    const first = await openTestDatabase(place)
    const link = join(place.folder, 'link.db')
    await symlink(path, link)
    const byLink = { ...place, location: { provider: 'sqlite', path: link } as const }
    await expect(openTestDatabase(byLink)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
    await first.close()
  })
})
