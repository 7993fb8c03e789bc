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
import { importFile } from './import-file.ts'

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
    await clearAudit(ctx)
    folder = await mkdtemp(join(tmpdir(), '命令 import-'))
    path = join(folder, '会员.csv')
    reportPath = join(folder, 'copy.csv')
    const lines = Array.from({ length: ROWS }, (_, i) => `X${REPEATED.get(i) ?? i}`)
    await writeFile(path, ['客户编号', ...lines].join('\n'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const given = () => ({
    importer: memberImporter,
    path,
    isDryRun: false,
    reportPath,
  })

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

  it('writes over no file that is there', async () => {
    await writeFile(reportPath, 'mine')
    await expect(importFile(ctx, given())).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(reportPath, 'utf8')).toBe('mine')
    expect(await ctx.db.member.count()).toBe(0)
  })
})
