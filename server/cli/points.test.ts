import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { makePointsSample } from '../testing/points-sample.ts'
import { runBuilt } from '../testing/run-built.ts'
import { makeTestContext } from '../testing/test-context.ts'
import {
  makeTestLocation,
  openTestDatabase,
  PROVIDERS,
  type TestLocation,
} from '../testing/test-database.ts'

describe.each(PROVIDERS)('verify-ledger on %s', { tags: 'long' }, (provider) => {
  let place: TestLocation
  let env: Record<string, string>
  const verify = (...options: string[]) =>
    runBuilt('cli', ['verify-ledger', ...options], env).finished

  beforeEach(async () => {
    place = await makeTestLocation(provider, { isBlank: true })
    const { location } = place
    env = {
      DATABASE_URL: location.provider === 'sqlite' ? `file:${location.path}` : location.url,
      BACKUP_DIR: join(place.folder, 'backups'),
    }
  })
  afterEach(() => place.remove())

  it('says that the books agree, or which figure does not and exits with 1', async () => {
    const database = await openTestDatabase(place)
    // The command has the computer's clock, and a hold of last March would be overdue.
    const ctx = makeTestContext(database, { clock: systemClock })
    const { id } = await makePointsSample(ctx)
    await database.close()
    const clean = await verify('--json')
    expect(clean.stderr).toBe('')
    expect(clean.code).toBe(0)
    expect(JSON.parse(clean.stdout)).toMatchObject({
      ...{ members: 1, entries: 5, lots: 2, found: 0, list: [] },
    })
    const again = await openTestDatabase(place)
    await again.db.pointAccount.update({ where: { id }, data: { entries: 6 } })
    await again.close()
    const off = await verify()
    expect(off.code).toBe(1)
    expect(off.stdout).toContain('differences 1')
    expect(off.stdout).toContain(`account.entries, member ${id}, record -, expected 5, actual 6`)
    const { list } = JSON.parse((await verify('--json')).stdout) as { list: unknown }
    expect(list).toMatchObject([{ check: 'account.entries', memberId: id }])
  })
})
