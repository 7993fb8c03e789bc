import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { beforeEach, afterEach, describe, expect, it } from 'vitest'
import { createKeyring } from '../kernel/keyring.ts'
import type { DatabaseLocation } from '../db/open.ts'
import { runBuilt, startBuiltServer } from '../testing/run-built.ts'
import { TEST_ROOT_SECRET } from '../testing/test-context.ts'
import { makeTestLocation, PROVIDERS, type TestLocation } from '../testing/test-database.ts'

const PASSPHRASE = 'a long passphrase 44\n'
const NEW_ROOT = Buffer.alloc(32, 9).toString('base64')
const idOf = (root: string) => createKeyring(root).keyId
const urlOf = (location: DatabaseLocation) =>
  location.provider === 'sqlite' ? `file:${location.path}` : location.url
const said = (text: string) => expect.stringContaining(text) as string

describe.each(PROVIDERS)('key commands on %s', { tags: 'long' }, (provider) => {
  let place: TestLocation
  let keyFile: string
  let env: Record<string, string>
  let members: string

  const run = (args: readonly string[], input = '', more: Record<string, string> = {}) =>
    runBuilt('cli', args, { ...env, ...more }, input).finished
  const linesOf = (path: string) => readFileSync(path, 'utf8').trim().split('\n')
  /** What the import of the same two members comes to: rows by outcome. */
  const importMembers = async (more?: Record<string, string>) => {
    const { stdout } = await run(['import-members', members, '--json'], '', more)
    const totals = z.object({ rows: z.int() })
    const { created, unchanged } = z
      .object({ created: totals, unchanged: totals })
      .parse(JSON.parse(stdout))
    return { created: created.rows, unchanged: unchanged.rows }
  }

  beforeEach(async () => {
    place = await makeTestLocation(provider, { isBlank: true })
    keyFile = join(place.folder, 'keys', 'data.key')
    mkdirSync(join(place.folder, 'keys'))
    writeFileSync(keyFile, `${TEST_ROOT_SECRET}\n`)
    env = {
      DATABASE_URL: urlOf(place.location),
      BACKUP_DIR: join(place.folder, 'backups'),
      FILES_DIR: join(place.folder, 'files'),
      DATA_KEY: '',
      DATA_KEY_FILE: keyFile,
    }
    members = join(place.folder, '会员.csv')
    writeFileSync(members, 'customerId,mobile\n00001,19900000001\n00002,19900000002\n')
  })
  afterEach(() => place.remove())

  it('change a key that lies in a file, in one go, and the old one opens nothing more', async () => {
    expect(await importMembers()).toMatchObject({ created: 2 })
    const changed = await run(['rotate-key', '--reason', '每年更换', '--json'])
    expect(changed.stderr).toBe('')
    const [root = '', ...rest] = linesOf(keyFile)
    expect(rest).toEqual([])
    expect(statSync(keyFile).mode & 0o077).toBe(0)
    expect(JSON.parse(changed.stdout)).toMatchObject({
      keyId: idOf(root),
      from: [idOf(TEST_ROOT_SECRET)],
      changed: 2,
      left: 0,
    })
    expect(await importMembers()).toMatchObject({ unchanged: 2 })
    const old = await run(['stats'], '', { DATA_KEY: TEST_ROOT_SECRET })
    expect(old).toMatchObject({ code: 1, stderr: said('DATA_KEY_RETIRED') })
    expect(await run(['verify-audit'])).toMatchObject({ code: 0 })
  })

  it('go on where a change was cut off, with the key file as it was then', async () => {
    await importMembers()
    writeFileSync(keyFile, `${NEW_ROOT}\n${TEST_ROOT_SECRET}\n`)
    // In between everything works, but an import waits: it knows members by the key in use.
    expect(await run(['stats'])).toMatchObject({ code: 0, stdout: said('members 2') })
    expect(await run(['import-members', members])).toMatchObject({
      code: 1,
      stderr: said('KEYS_ROTATING'),
    })
    writeFileSync(join(place.folder, 'alone.key'), `${NEW_ROOT}\n`)
    const alone = await run(['stats'], '', { DATA_KEY_FILE: join(place.folder, 'alone.key') })
    expect(alone).toMatchObject({ code: 1, stderr: said('DATA_KEY_PREVIOUS_MISSING') })
    expect(await run(['rotate-key'])).toMatchObject({ code: 0 })
    expect(linesOf(keyFile)).toEqual([NEW_ROOT])
    expect(await importMembers()).toMatchObject({ unchanged: 2 })
  })

  it('change no key while a server uses the database', async () => {
    const server = await startBuiltServer(env)
    const code = provider === 'sqlite' ? 'DATABASE_IN_USE' : 'OTHER_SERVERS'
    expect(await run(['rotate-key'])).toMatchObject({ code: 1, stderr: said(code) })
    expect(linesOf(keyFile)).toEqual([TEST_ROOT_SECRET])
    server.child.kill('SIGTERM')
    await server.finished
  })

  it('say what to do about a key in the environment, and then do the rest', async () => {
    await importMembers()
    const first = { DATA_KEY: TEST_ROOT_SECRET }
    const steps = await run(['rotate-key'], '', first)
    expect(steps).toMatchObject({ code: 1, stdout: said('DATA_KEY_PREVIOUS') })
    const both = { DATA_KEY: NEW_ROOT, DATA_KEY_PREVIOUS: TEST_ROOT_SECRET }
    const changed = await run(['rotate-key'], '', both)
    expect(changed).toMatchObject({ code: 0, stdout: said('Take DATA_KEY_PREVIOUS out') })
    expect(linesOf(keyFile)).toEqual([TEST_ROOT_SECRET])
    expect(await importMembers({ DATA_KEY: NEW_ROOT })).toMatchObject({ unchanged: 2 })
  })

  it('write a copy under a passphrase, over nothing, and bring it back where no key is', async () => {
    await importMembers()
    const copy = join(place.folder, 'copy.key.json')
    const exportTo = (input: string) => run(['export-key', '--out', copy], input)
    expect(await exportTo('too short\n')).toMatchObject({ code: 1, stderr: said('12') })
    expect(existsSync(copy)).toBe(false)
    expect(await exportTo(PASSPHRASE)).toMatchObject({ code: 0 })
    expect(statSync(copy).mode & 0o077).toBe(0)
    const before = readFileSync(copy, 'utf8')
    expect(before).not.toContain(TEST_ROOT_SECRET)
    expect(await exportTo(PASSPHRASE)).toMatchObject({ code: 1, stderr: said('is there') })
    expect(readFileSync(copy, 'utf8')).toBe(before)

    const importKey = (input = PASSPHRASE) => run(['import-key', copy], input)
    expect(await importKey()).toMatchObject({ code: 0, stdout: said('already') })
    renameSync(keyFile, `${keyFile}.lost`)
    expect(await importKey('another passphrase\n')).toMatchObject({
      code: 1,
      stderr: said('WRONG_PASSPHRASE'),
    })
    expect(existsSync(keyFile)).toBe(false)
    expect(await importKey()).toMatchObject({ code: 0 })
    expect(await importMembers()).toMatchObject({ unchanged: 2 })
    writeFileSync(keyFile, `${NEW_ROOT}\n`)
    expect(await importKey()).toMatchObject({ code: 1, stderr: said('another key') })
    expect(linesOf(keyFile)).toEqual([NEW_ROOT])
  })
})

describe('the database of a desktop', { tags: 'long' }, () => {
  it('is opened by its exported key while the app is closed, and refused while it is open', async () => {
    const place = await makeTestLocation('sqlite', { isBlank: true })
    const data = join(place.folder, 'data')
    const env = { DATABASE_URL: `file:${join(data, 'member.db')}` }
    const copy = join(place.folder, 'copy.key.json')
    try {
      const made = await runBuilt('cli', ['export-key', '--out', copy], env, PASSPHRASE).finished
      expect(made.code).toBe(0)
      // Nothing of the desktop's key is in the settings.
      const stats = (input = PASSPHRASE, folder = place.folder) =>
        runBuilt(
          'cli',
          ['stats', '--json', '--data-dir', folder, '--key', copy],
          { DATA_KEY: '' },
          input,
        ).finished
      expect(await stats()).toMatchObject({ code: 0, stdout: said('"members":0') })
      expect(await stats(PASSPHRASE, data)).toMatchObject({ code: 0 })
      expect(await stats('not the passphrase\n')).toMatchObject({
        code: 1,
        stderr: said('WRONG_PASSPHRASE'),
      })
      expect(await stats(PASSPHRASE, join(data, 'backups'))).toMatchObject({
        code: 1,
        stderr: said('no member.db'),
      })
      const admin = [
        'create-admin',
        '--username',
        'admin',
        '--data-dir',
        place.folder,
        '--key',
        copy,
      ]
      const secrets = `${PASSPHRASE}a long enough secret 42\n`
      expect(await runBuilt('cli', admin, { DATA_KEY: '' }, secrets).finished).toMatchObject({
        code: 0,
      })
      const lacking = ['stats', '--data-dir', place.folder]
      expect(await runBuilt('cli', lacking, {}).finished).toMatchObject({ code: 1 })
      const rotating = ['rotate-key', '--data-dir', place.folder, '--key', copy]
      expect(await runBuilt('cli', rotating, {}).finished).toMatchObject({
        code: 1,
        stderr: said('keychain'),
      })

      const app = await startBuiltServer(env)
      expect(await stats()).toMatchObject({ code: 1, stderr: said('DATABASE_IN_USE') })
      app.child.kill('SIGTERM')
      await app.finished
      expect(await stats()).toMatchObject({ code: 0 })
    } finally {
      await place.remove()
    }
  })
})
