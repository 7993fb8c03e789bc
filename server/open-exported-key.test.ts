import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newRootSecret } from './kernel/keyring.ts'
import { sealRoots } from './kernel/key-export.ts'
import { openExportedKey } from './open-exported-key.ts'
import { openContext } from './start.ts'
import { silentLogger } from './testing/silent-logger.ts'
import { makeTestLocation, PROVIDERS, type TestLocation } from './testing/test-database.ts'

const passphrase = 'a long passphrase 44'

describe.each(PROVIDERS)('an exported key, on %s', (provider) => {
  const first = newRootSecret()
  const second = newRootSecret()
  let place: TestLocation
  let folder: string
  const options = () => ({
    location: place.location,
    backupDir: join(folder, 'backups'),
    jobFilesDir: join(folder, 'files'),
    home: 'embedded' as const,
    log: silentLogger,
  })
  /** A start with these roots, the one in use first. */
  const start = async (dataKey: string, ...previousKeys: string[]) => {
    const { database } = await openContext({ ...options(), dataKey, previousKeys })
    await database.close()
  }
  const open = async (roots: readonly string[], typed = passphrase) =>
    openExportedKey(options(), { text: await sealRoots(roots, passphrase), passphrase: typed })
  const refusal = (code: string) => expect.objectContaining({ code }) as unknown

  beforeEach(async () => {
    place = await makeTestLocation(provider)
    folder = mkdtempSync(join(tmpdir(), '密钥 key-'))
    await start(first)
  })
  afterEach(async () => {
    await place.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  it('opens with its passphrase only, and only the database that is sealed with it', async () => {
    expect(await open([first])).toEqual({ dataKey: first, previousKeys: [] })
    await expect(open([first], 'another passphrase 44')).rejects.toEqual(
      refusal('WRONG_PASSPHRASE'),
    )
    await expect(open([second])).rejects.toEqual(refusal('DATA_KEY_MISMATCH'))
    // Neither left a trace: the key of the database opens it as before.
    await start(first)
  })

  it('is refused when it was replaced since, and brings along what a change is leaving behind', async () => {
    await start(second, first)
    await expect(open([first])).rejects.toEqual(refusal('DATA_KEY_RETIRED'))
    await expect(open([second])).rejects.toEqual(refusal('DATA_KEY_PREVIOUS_MISSING'))
    expect(await open([second, first])).toEqual({ dataKey: second, previousKeys: [first] })
  })

  it('is refused when the file is not one', async () => {
    await expect(openExportedKey(options(), { text: '{}', passphrase })).rejects.toEqual(
      refusal('KEY_FILE_INVALID'),
    )
  })
})
