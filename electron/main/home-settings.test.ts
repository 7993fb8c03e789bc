import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_SETTINGS,
  loadHomeSettings,
  parseHomeSettings,
  saveHomeSettings,
} from './home-settings.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const remote = {
  version: 1,
  home: 'remote',
  url: 'https://desk.example.com',
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
    ['another version', { version: 2, home: 'embedded' }],
    ['an unknown home', { version: 1, home: 'store' }],
    ['plain http elsewhere', { ...remote, url: 'http://desk.example.com' }],
    ['an address that is not normalised', { ...remote, url: 'https://desk.example.com/' }],
    ['a script address', { ...remote, url: 'javascript:alert(1)' }],
    ['a token in the clear', { ...remote, accessToken: 'secret' }],
    ['an unknown field', { ...remote, proxy: 'x' }],
    ['a list', []],
    ['nothing', null],
  ])('refuse %s', (_what, value) => {
    expect(parseHomeSettings(JSON.stringify(value))).toBeUndefined()
  })
})
