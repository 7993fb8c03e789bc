import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatabaseLocation } from '../db/open.ts'
import { runBuilt } from '../testing/run-built.ts'
import { makeTestLocation, PROVIDERS, type TestLocation } from '../testing/test-database.ts'

const urlOf = (location: DatabaseLocation) =>
  location.provider === 'sqlite' ? `file:${location.path}` : location.url
const said = (text: string) => expect.stringContaining(text) as string

describe.each(PROVIDERS)('import commands on %s', { tags: 'long' }, (provider) => {
  let place: TestLocation
  let file: string
  let map: string

  const cli = (...args: string[]) => {
    const backups = join(place.folder, 'backups')
    return runBuilt('cli', args, { DATABASE_URL: urlOf(place.location), BACKUP_DIR: backups })
      .finished
  }

  beforeEach(async () => {
    place = await makeTestLocation(provider, { isBlank: true })
    file = join(place.folder, '会员.csv')
    map = join(place.folder, 'map.json')
    writeFileSync(file, '编号,手机,导购\n1,19900000001,小李\n2,123,小王\n')
  })
  afterEach(() => place.remove())

  it('print the columns of a file, take them back edited, and name what they do not know', async () => {
    const printed = await cli('import-members', file, '--columns')
    expect(printed).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(printed.stdout)).toEqual({ 编号: 'externalId', 手机: 'mobile', 导购: null })
    writeFileSync(map, printed.stdout.replace('"externalId"', 'null').replace('"导购"', '"导员"'))
    const strange = await cli('import-members', file, '--map', map)
    expect(strange).toMatchObject({ code: 1, stdout: '', stderr: said('“导员”') })
    // One line, without where in the program it comes from.
    expect(strange.stderr.trim().split('\n')).toHaveLength(1)
    writeFileSync(map, '{ "手机": "mobile", "导购": "remark" }')
    expect(JSON.parse((await cli('import-members', file, '--map', map, '--json')).stdout)).toEqual(
      expect.objectContaining({ created: expect.objectContaining({ rows: 1 }) as object }),
    )
    const again = await cli('import-members', file, '--columns', '--json')
    expect(JSON.parse(again.stdout)).toEqual({ 编号: null, 手机: 'mobile', 导购: 'remark' })
  })

  it('write reasons in the language asked for, Chinese unless told otherwise', async () => {
    const copy = join(place.folder, 'copy.csv')
    const dryRun = ['import-members', file, '--dry-run']
    expect(await cli(...dryRun)).toMatchObject({ code: 1, stdout: said('手机号') })
    const english = await cli(...dryRun, '--language', 'en', '--report', copy)
    expect(english).toMatchObject({ code: 1, stdout: said('Mobile: ') })
    expect(readFileSync(copy, 'utf8')).toContain('not imported,Mobile: ')
    const other = await cli(...dryRun, '--language', 'fr', '--report', `${copy}.2`)
    expect(other).toMatchObject({ code: 1, stderr: '--language is zh or en\n' })
    expect(existsSync(`${copy}.2`)).toBe(false)
  })
})
