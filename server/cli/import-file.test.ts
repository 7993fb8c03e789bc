import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import type { Importer } from '../modules/imports/imports.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { auditEntries, clearAudit } from '../testing/audit-entries.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { CommandError } from './command-error.ts'
import { describeImport } from './describe-import.ts'
import { importFile } from './import-file.ts'
import { readSource } from './import-source.ts'

const ROWS = 6_000
/** Rows of the third batch that say again what the second and the third say. */
const REPEATED = new Map([
  [2_500, 1_500],
  [2_600, 2_400],
])

/** Does not store the batch with this member in it. */
const breakingAt = (externalId: string): Importer => ({
  ...memberImporter,
  async begin(ctx, origin) {
    const reader = await memberImporter.begin(ctx, origin)
    const store = reader.store.bind(reader)
    reader.store = (ctx, records) =>
      records.some(({ identity }) => identity === `external ${externalId}`)
        ? Promise.reject(new Error('disk'))
        : store(ctx, records)
    return reader
  },
})

describeOnBothDatabases('an import by command', (database) => {
  let ctx: Ctx<Db>
  let folder: string
  let path: string
  let reportPath: string

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.member.deleteMany()
    await ctx.db.importMapping.deleteMany()
    await clearAudit(ctx)
    folder = await mkdtemp(join(tmpdir(), '命令 import-'))
    path = join(folder, '会员.csv')
    reportPath = join(folder, 'copy.csv')
    const lines = Array.from({ length: ROWS }, (_, i) => `X${REPEATED.get(i) ?? i}`)
    await writeFile(path, ['客户编号', ...lines].join('\n'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const given = () =>
    ({ importer: memberImporter, path, isDryRun: false, reportPath, language: 'zh' }) as const

  it('that stops half-way is recorded with all it wrote, and leaves no part of a copy', async () => {
    const importer = breakingAt('X1500')
    await expect(importFile(ctx, { ...given(), importer })).rejects.toThrow('disk')
    // The batches behind the one that failed were under way beside it.
    const count = await ctx.db.member.count()
    expect(count).toBeGreaterThan(1_000)
    expect(count).toBeLessThan(ROWS)
    const [entry, ...more] = await auditEntries(ctx, { action: 'member.import' })
    expect(more).toEqual([])
    // What repeats a row that was not written is neither new nor unchanged.
    expect(entry?.after).toMatchObject({
      ...{ file: '会员.csv', ended: 'early' },
      ...{ rows: count + 1, created: count, unchanged: 1, refused: 0 },
    })
    expect(await readdir(folder)).toEqual(['会员.csv'])
  })

  it.each([
    [false, /^stopped after (\d+) rows; the \d+ rows written stay, and the same command adds/],
    [true, /^stopped after \d+ rows; nothing was written$/],
  ])('that is stopped says how far it came, dry run %s', async (isDryRun, words) => {
    // More batches than can be under way when the first of them is told.
    const many = Array.from({ length: 2 * ROWS }, (_, i) => `Y${i}`)
    await writeFile(path, ['客户编号', ...many].join('\n'))
    const stopping = new AbortController()
    const onProgress = () => stopping.abort(new Error('stopped'))
    const options = { ...given(), isDryRun, signal: stopping.signal, onProgress }
    const error: unknown = await importFile(ctx, options).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(CommandError)
    const { message } = error as CommandError
    expect(message).toMatch(words)
    const count = await ctx.db.member.count()
    if (isDryRun) expect(count).toBe(0)
    else expect(message).toContain(`the ${count} rows written`)
    expect(count).toBeLessThan(2 * ROWS)
    expect(await readdir(folder)).toEqual(['会员.csv'])
  })

  it('says after each batch how many rows are done, and how much of the file is read', async () => {
    const told: [number, number | undefined][] = []
    await importFile(ctx, { ...given(), onProgress: (...one) => told.push(one) })
    expect(told.map(([rows]) => rows)).toEqual([2_000, 4_000, 6_000])
    // Never all of it while it is still at work.
    for (const [, percent] of told) expect(percent).toBe(99)
  })

  it('takes the columns that a file says, remembers them, and gives its reasons in English', async () => {
    const mapPath = join(folder, 'map.json')
    await writeFile(path, '客户编号,甲\nX1,13800000001\nX2,123\n')
    await writeFile(mapPath, '{ "客户编号": null, "甲": "mobile" }')
    const result = await importFile(ctx, { ...given(), mapPath, language: 'en' })
    expect(result).toMatchObject({ created: { rows: 1 }, refused: { rows: 1 } })
    const { externalId, mobileIndex } = await ctx.db.member.findFirstOrThrow()
    expect([externalId, mobileIndex === null]).toEqual([null, false])
    expect(describeImport(result, 'en')).toMatch(/line 3, Mobile: [\w ,.]+ \(MOBILE_INVALID\)/)
    expect(describeImport(result, 'zh')).toMatch(/line 3, 手机号: [^\w]+ \(MOBILE_INVALID\)/)
    const [headings, , second] = (await readFile(reportPath, 'utf8')).split('\r\n')
    expect(headings).toBe('客户编号,甲,Result,Reason')
    expect(second).toMatch(/^X2,123,not imported,Mobile: /)
    const source = await readSource(ctx, { kind: 'members', path })
    expect(source.mapping).toEqual([null, 'mobile'])
  })

  it('does nothing with columns that lack what rows are known by', async () => {
    const mapPath = join(folder, 'map.json')
    await writeFile(mapPath, '{ "客户编号": "nickname" }')
    await expect(importFile(ctx, { ...given(), mapPath })).rejects.toMatchObject({
      code: 'MAPPING_INCOMPLETE',
    })
    expect(await ctx.db.member.count()).toBe(0)
  })

  it('writes over no file that is there', async () => {
    await writeFile(reportPath, 'mine')
    await expect(importFile(ctx, given())).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(reportPath, 'utf8')).toBe('mine')
    expect(await ctx.db.member.count()).toBe(0)
  })
})
