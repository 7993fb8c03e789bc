import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import type { StatedTotals } from '../modules/imports/imports.contract.ts'
import { openingImporter } from '../modules/points/points.service.ts'
import { auditEntries, clearAudit } from '../testing/audit-entries.ts'
import { clearLedger } from '../testing/clear-ledger.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { plainMember } from '../testing/test-member.ts'
import { describeImport } from './describe-import.ts'
import { importFile, statedDifference } from './import-file.ts'

describeOnBothDatabases('an import of points by command', (database) => {
  let ctx: Ctx<Db>
  let folder: string
  let path: string

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await clearLedger(ctx)
    await clearAudit(ctx)
    await ctx.db.member.deleteMany()
    const names = { uid: 'u', memberNo: 'M', externalId: 'C-1' }
    await ctx.db.member.create({ data: { ...plainMember(ctx.clock.now()), ...names } })
    folder = await mkdtemp(join(tmpdir(), '命令 points-'))
    path = join(folder, '积分.csv')
    await writeFile(path, '客户编号,积分,有效期至\nC-1,100,2027-01-01\nC-1,20,\nC-2,3,\n')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const run = (stated?: StatedTotals, isDryRun = false) =>
    importFile(ctx, {
      ...{ importer: openingImporter, path, isDryRun, reportPath: undefined, language: 'en' },
      stated,
    })

  it('imports nothing where the totals expected differ, and says by what', async () => {
    for (const stated of [
      { points: 123, members: null },
      { points: 120, members: 2 },
    ]) {
      await expect(run(stated)).rejects.toThrow(
        /^the totals differ: points 120, stated 12[03].*; nothing was imported$/,
      )
      const found = await run(stated, true)
      expect(statedDifference(found)).toBeDefined()
      expect(describeImport(found, 'en')).toContain('the totals differ')
    }
    expect(await ctx.db.pointEntry.count()).toBe(0)
    expect(await auditEntries(ctx, { action: 'points.import' })).toEqual([])
  })

  it('imports what agrees, and tells points by the year in which they end', async () => {
    const result = await run({ points: 120, members: 1 })
    expect(describeImport(result, 'en').split('\n')).toEqual([
      'rows 3 (123 points), created 2 (120 points), unchanged 0 (0 points), refused 1 (3 points)',
      'in the books 120 points of 1 members',
      '  2027: 100 points, 1 lots',
      '  never: 20 points, 1 lots',
      expect.stringContaining('line 4: There is no such member') as string,
    ])
    expect(await auditEntries(ctx, { action: 'points.import' })).toMatchObject([
      { after: { points: 120, statedPoints: 120, statedMembers: 1 } },
    ])
  })
})
