import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_SETTINGS,
  loadHomeSettings,
  parseHomeSettings,
  saveHomeSettings,
} from './home-settings.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const remote = { version: 2, home: 'remote', url: 'https://desk.example.com' } as const
/** As version 1 wrote it. */
const former = {
  ...remote,
  version: 1,
  accessToken: { storage: 'keychain', value: 'c2VjcmV0' },
} as const

describe('home settings', () => {
  it('are this computer until something else is saved', async () => {
    const file = join(temporaryFolder(), 'settings.json')
    expect(await loadHomeSettings(file, 1)).toEqual({ settings: DEFAULT_SETTINGS })
  })

  it('come back as they were saved, readable by the user alone', async () => {
    const file = join(temporaryFolder(), 'deep', 'settings.json')
    await saveHomeSettings(file, DEFAULT_SETTINGS)
    await saveHomeSettings(file, remote)
    expect(await loadHomeSettings(file, 1)).toEqual({ settings: remote })
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(file, '..'))).toEqual(['settings.json'])
  })

  it('keep a damaged file under another name and say so', async () => {
    const file = join(temporaryFolder(), 'settings.json')
    writeFileSync(file, '{"home":')
    const loaded = await loadHomeSettings(file, 1234)
    expect(loaded.settings).toEqual(DEFAULT_SETTINGS)
    expect(loaded.warning).toMatchObject({
      code: 'SETTINGS_BROKEN',
      params: { file: `${file}.broken-1234` },
    })
    expect(readFileSync(`${file}.broken-1234`, 'utf8')).toBe('{"home":')
    expect((await loadHomeSettings(file, 1235)).warning).toBeUndefined()
  })

  it.each([
    [{ version: 1, home: 'embedded' }, DEFAULT_SETTINGS],
    [former, remote],
  ] as const)('of version 1 (%j) are read and lose their token', async (stored, settings) => {
    const file = join(temporaryFolder(), 'settings.json')
    writeFileSync(file, JSON.stringify(stored))
    expect(await loadHomeSettings(file, 1)).toEqual({ settings })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settings)
  })

  it('are in use although they cannot be written anew, and the user is told', async () => {
    const file = join(temporaryFolder(), 'settings.json')
    writeFileSync(file, JSON.stringify(former))
    mkdirSync(`${file}.new`)
    const { settings, warning } = await loadHomeSettings(file, 1)
    expect(settings).toEqual(remote)
    expect(warning?.code).toBe('STORAGE_FAILED')
  })

  it.each([
    ['another version', { version: 3, home: 'embedded' }],
    ['an unknown home', { version: 2, home: 'store' }],
    ['plain http elsewhere', { ...remote, url: 'http://desk.example.com' }],
    ['an address that is not normalised', { ...remote, url: 'https://desk.example.com/' }],
    ['a script address', { ...remote, url: 'javascript:alert(1)' }],
    ['a token', { ...remote, accessToken: former.accessToken }],
    ['a former token in the clear', { ...former, accessToken: 'secret' }],
    ['an unknown field', { ...remote, proxy: 'x' }],
    ['a list', []],
    ['nothing', null],
  ])('refuse %s', (_what, value) => {
    expect(parseHomeSettings(JSON.stringify(value))).toBeUndefined()
  })
})
