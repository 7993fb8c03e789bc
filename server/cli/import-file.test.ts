import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ctx, Db } from '../db/context.ts'
import type { Importer } from '../modules/imports/imports.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { auditEntries, clearAudit } from '../testing/audit-entries.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { importFile } from './import-file.ts'

const ROWS = 6_000

/** Stores three batches and no more. */
const breaking: Importer = {
  ...memberImporter,
  async begin(ctx) {
    const reader = await memberImporter.begin(ctx)
    const store = reader.store.bind(reader)
    let calls = 0
    reader.store = (ctx, records) => {
      calls += 1
      return calls > 3 ? Promise.reject(new Error('disk')) : store(ctx, records)
    }
    return reader
  },
}

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
    const lines = Array.from({ length: ROWS }, (_, i) => `X${i}`)
    await writeFile(path, ['客户编号', ...lines].join('\n'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const given = () => ({ importer: memberImporter, path, isDryRun: false, reportPath })

  it('that stops half-way is recorded with what it wrote, and leaves no part of a copy', async () => {
    await expect(importFile(ctx, { ...given(), importer: breaking })).rejects.toThrow('disk')
    const count = await ctx.db.member.count()
    expect(count).toBeLessThan(ROWS)
    const [entry, ...more] = await auditEntries(ctx, { action: 'member.import' })
    expect(more).toEqual([])
    expect(entry?.after).toMatchObject({ file: '会员.csv', ended: 'early', refused: 0 })
    const { created } = z.object({ created: z.int() }).parse(entry?.after)
    expect(created).toBeGreaterThanOrEqual(1_000)
    expect(created).toBeLessThanOrEqual(count)
    expect(await readdir(folder)).toEqual(['会员.csv'])
  })

  it('writes over no file that is there', async () => {
    await writeFile(reportPath, 'mine')
    await expect(importFile(ctx, given())).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(reportPath, 'utf8')).toBe('mine')
    expect(await ctx.db.member.count()).toBe(0)
  })
})
