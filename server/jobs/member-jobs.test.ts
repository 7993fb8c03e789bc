import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import { openSealed } from '../kernel/sealed-file.ts'
import { makeFileAnchor } from '../modules/audit/audit.service.ts'
import type { ImportKind } from '../modules/imports/imports.contract.ts'
import {
  discardImport,
  forgetOldFiles,
  getImport,
  listImports,
  listRefusals,
  receiveFile,
  setMapping,
  startDryRun,
  startImport,
} from '../modules/imports/imports.service.ts'
import { cancelJob, getJob, getJobFile, startJob } from '../modules/jobs/jobs.service.ts'
import { exportMembersInput } from '../modules/members/members.contract.ts'
import { countMembers, startExport } from '../modules/members/members.service.ts'
import { auditEntries, clearAudit } from '../testing/audit-entries.ts'
import { bytesOf } from '../testing/import-text.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../testing/test-context.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import { exportMembers } from './export-members.ts'
import { makeJobHandlers } from './handlers.ts'
import { startJobRunner } from './job-runner.ts'
import { makeTasks } from './tasks.ts'

const DAY_MS = 24 * 3_600_000
const MEMBERS =
  '客户编号,手机号,昵称\n1,13812346207,夏夏\n2,138,坏号\n1,13812346207,夏夏\n3,13900001111,=1+1\n'

describeOnBothDatabases('work on many members', (database) => {
  let ctx: Ctx<Db>
  let staff: Ctx
  let clock: FakeClock
  let folder: string
  let count = 0

  beforeEach(async () => {
    clock = fakeClock()
    folder = await mkdtemp(join(tmpdir(), '文件 files-'))
    const base = makeTestContext(database(), { clock })
    ctx = { ...base, runtime: { ...base.runtime, filesDir: folder } }
    await ctx.db.member.deleteMany()
    await ctx.db.importFile.deleteMany()
    await ctx.db.importMapping.deleteMany()
    await ctx.db.job.deleteMany()
    await clearAudit(ctx)
    const id = await makeStaff(ctx, { username: `many${(count += 1)}`, roles: ['operator'] })
    staff = await asStaff(ctx, id)
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** Runs what is queued to its end. */
  const finish = async (id: string) => {
    const anchor = makeFileAnchor(join(folder, 'anchor.json'), ctx.keys)
    const keeper = { dropPreviousKeys: () => undefined }
    const runner = startJobRunner(ctx, makeJobHandlers({ folder, anchor, keeper }))
    await expect
      .poll(async () => (await getJob(ctx, id)).finishedAt, { timeout: 20_000 })
      .not.toBeNull()
    await runner.stop()
    return getJob(staff, id)
  }
  const upload = (text: string, kind: ImportKind = 'members', by: Ctx = staff) =>
    receiveFile(by, { kind, name: '会员.csv', bytes: bytesOf(Buffer.from(text))() })
  const textOf = async (name: string) => {
    const chunks: Buffer[] = []
    for await (const chunk of openSealed(join(folder, name), ctx.keys, name)) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }
  const cleanUp = async () => {
    const anchor = makeFileAnchor(join(folder, 'anchor.json'), ctx.keys)
    await makeTasks(folder, anchor)
      .find(({ name }) => name === 'cleanUp')
      ?.run(ctx)
    return readdir(folder)
  }

  const language = 'zh' as const

  it('goes from an upload by a dry run to an import, with a copy that says what became of each row', async () => {
    const file = await upload(MEMBERS)
    expect(await getImport(staff, file)).toMatchObject({
      mapping: ['externalId', 'mobile', 'nickname'],
      isMappingRemembered: false,
      format: { kind: 'csv', encoding: 'utf8' },
      columns: [
        { heading: '客户编号', samples: ['1', '2', '1', '3'] },
        { heading: '手机号', samples: ['138****6207', '138', '138****6207', '139****1111'] },
        { heading: '昵称' },
      ],
    })
    const dry = await finish((await startDryRun(staff, { id: file.id, language })).id)
    expect(dry).toMatchObject({
      status: 'done',
      result: {
        isDryRun: true,
        all: { rows: 4 },
        created: { rows: 1 },
        unchanged: { rows: 1 },
        refused: { rows: 2 },
        reasons: [
          { code: 'MOBILE_INVALID', count: 1 },
          { code: 'CELL_IS_FORMULA', count: 1 },
        ],
      },
    })
    expect((await countMembers(ctx)).members).toBe(0)
    const found = await listRefusals(staff, { id: file.id, jobId: dry.id })
    expect(found).toMatchObject([
      {
        line: 3,
        code: 'MOBILE_INVALID',
        field: 'mobile',
        cells: { mobile: '138', nickname: '坏号' },
      },
      { line: 5, code: 'CELL_IS_FORMULA', field: 'nickname', cells: { mobile: '139****1111' } },
    ])
    const job = await finish((await startImport(staff, { id: file.id, language })).id)
    expect(job).toMatchObject({ status: 'done', hasFile: true, result: { created: { rows: 1 } } })
    expect(await textOf(await getJobFile(staff, job.id))).toBe(
      [
        '客户编号,手机号,昵称,导入结果,原因',
        '1,13812346207,夏夏,新增,',
        '2,138,坏号,未导入,手机号: 手机号格式不正确。',
        '1,13812346207,夏夏,无变化,',
        '3,13900001111,=1+1,未导入,昵称: 单元格是公式。请改成数值。',
        '',
      ].join('\r\n'),
    )
    expect((await countMembers(ctx)).members).toBe(1)
    expect(await auditEntries(ctx, { action: 'member.import' })).toMatchObject([
      { after: { file: '会员.csv', rows: 4, created: 1, unchanged: 1, refused: 2 } },
    ])
    await expect(startImport(staff, { id: file.id, language })).rejects.toMatchObject({
      code: 'IMPORT_STARTED',
    })
  })

  it('lists the rows that the job asked for has refused; a job of another file is none of this one', async () => {
    const text = '客户编号,手机号,昵称\n1,13812346207,夏夏\n2,138,坏号\n'
    const [file, other] = [await upload(text), await upload(text.replace('夏夏', '别人'))]
    const dry = await finish((await startDryRun(staff, { id: file.id, language })).id)
    await finish((await startImport(staff, { id: other.id, language })).id)
    const done = await finish((await startImport(staff, { id: file.id, language })).id)
    const linesOf = async (id: string, jobId: string) =>
      (await listRefusals(staff, { id, jobId })).map(({ line }) => line)
    expect(await linesOf(file.id, dry.id)).toEqual([3])
    expect(await linesOf(file.id, done.id)).toEqual([2, 3])
    await expect(linesOf(other.id, done.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('remembers the columns of files with the same headings', async () => {
    const text = 'a,b\n1,13812346207\n'
    const first = await upload(text)
    await expect(startDryRun(staff, { id: first.id, language })).rejects.toMatchObject({
      code: 'MAPPING_INCOMPLETE',
    })
    await expect(
      setMapping(staff, { id: first.id, mapping: ['externalId', 'externalId'] }),
    ).rejects.toMatchObject({ code: 'MAPPING_INVALID' })
    await setMapping(staff, { id: first.id, mapping: ['externalId', 'mobile'] })
    await finish((await startImport(staff, { id: first.id, language })).id)
    expect(await getImport(staff, await upload(text))).toMatchObject({
      mapping: ['externalId', 'mobile'],
      isMappingRemembered: true,
    })
    expect(await getImport(staff, await upload('b,a\n1,2\n'))).toMatchObject({
      mapping: [null, null],
      isMappingRemembered: false,
    })
  })

  it('keeps nothing of a file in plain text: not on disk, not in the database', async () => {
    const file = await upload(MEMBERS)
    await finish((await startDryRun(staff, { id: file.id, language })).id)
    await finish((await startImport(staff, { id: file.id, language })).id)
    const names = await readdir(folder)
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) {
      const bytes = await readFile(join(folder, name), 'latin1')
      expect(bytes.includes('13812346207') || bytes.includes('13900001111'), name).toBe(false)
    }
    const rows = JSON.stringify([
      await ctx.db.importFile.findMany(),
      await ctx.db.importMapping.findMany(),
      await ctx.db.job.findMany(),
      await auditEntries(ctx),
    ])
    expect(rows).not.toMatch(/13812346207|13900001111/)
  })

  it('a refused file leaves nothing behind', async () => {
    for (const [text, code] of [
      ['', 'FILE_EMPTY'],
      ['a,a\n1,2', 'FILE_HEADING_REPEATED'],
      ['1,13812346207\n2,13900001111', 'FILE_WITHOUT_HEADINGS'],
      ['\u0000', 'FILE_NOT_TABLE'],
    ] as const) {
      await expect(upload(text)).rejects.toMatchObject({ code })
    }
    expect(await readdir(folder)).toEqual([])
    expect(await ctx.db.importFile.count()).toBe(0)
    const file = await upload('客户编号,手机号\n')
    const job = await finish((await startImport(staff, { id: file.id, language })).id)
    expect(job).toMatchObject({ status: 'failed', errorCode: 'FILE_EMPTY', hasFile: false })
  })

  it('cancelled half-way keeps what is in, and goes on when it is started again', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `${i},139${String(i).padStart(8, '0')}`)
    const file = await upload(['客户编号,手机号', ...lines].join('\n'))
    const { id } = await startImport(staff, { id: file.id, language })
    const { importUpload } = await import('../modules/imports/imports.service.ts')
    const { memberImporter } = await import('../modules/members/members.service.ts')
    const stopping = new AbortController()
    await expect(
      importUpload(staff, {
        importer: memberImporter,
        fileId: file.id,
        language,
        isDryRun: false,
        jobId: id,
        signal: stopping.signal,
        report: () => stopping.abort(),
      }),
    ).rejects.toThrow()
    expect((await countMembers(ctx)).members).toBe(1000)
    expect(await auditEntries(ctx, { action: 'member.import' })).toMatchObject([
      { after: { ended: 'early', rows: 1000, created: 1000, unchanged: 0, refused: 0 } },
    ])
    await cancelJob(staff, id)
    const again = await finish((await startImport(staff, { id: file.id, language })).id)
    expect(again.result).toMatchObject({ created: { rows: 2000 }, unchanged: { rows: 1000 } })
  })

  it('files are seen by who may import such, taken away by hand or after a week', async () => {
    const file = await upload(MEMBERS)
    const cashier = await asStaff(
      ctx,
      await makeStaff(ctx, { username: `till${count}`, roles: ['cashier'] }),
    )
    await expect(getImport(cashier, file)).rejects.toMatchObject({ code: 'FILE_GONE' })
    expect((await listImports(cashier, { pageNo: 1, pageSize: 20 })).total).toBe(0)
    expect((await listImports(staff, { pageNo: 1, pageSize: 20 })).total).toBe(1)
    await finish((await startDryRun(staff, { id: file.id, language })).id)
    expect((await readdir(folder)).filter((name) => name.startsWith('refusals'))).toHaveLength(1)
    await discardImport(staff, file)
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^members-/)])
    clock.advance(8 * DAY_MS)
    await cleanUp()
    const old = await upload(MEMBERS)
    clock.advance(8 * DAY_MS)
    await expect(getImport(staff, old)).rejects.toMatchObject({ code: 'FILE_GONE' })
    await forgetOldFiles(ctx)
    expect(await readdir(folder)).toEqual([])
  })

  it('nothing of a file is left a week later: not its copies, not the rows that were refused', async () => {
    const file = await upload(MEMBERS)
    await finish((await startDryRun(staff, { id: file.id, language })).id)
    await finish((await startImport(staff, { id: file.id, language })).id)
    expect(await cleanUp()).toHaveLength(5)
    clock.advance(8 * DAY_MS)
    expect(await cleanUp()).toEqual([])
  })

  it('files that a crash left go after a day; what is in use or not ours stays', async () => {
    const file = await upload(MEMBERS)
    const { id } = await finish((await startDryRun(staff, { id: file.id, language })).id)
    const under = await startImport(staff, { id: file.id, language })
    const used = [`import-${file.id}`, `members-${id}.csv`, `refusals-${id}`]
    const kept = ['anchor.json', `members-${under.id}.csv`, 'notes.csv']
    const gone = randomUUID()
    const left = [
      ...[`import-${gone}`, `members-${gone}.xlsx`, `refusals-${gone}`, `members-${id}.xlsx`],
      `members-${id}.csv.0a1b2c3d.new`,
    ]
    for (const name of [...kept, ...left]) await writeFile(join(folder, name), '')
    const age = async (ms: number) => {
      const at = new Date(clock.now().getTime() - ms)
      for (const name of await readdir(folder)) await utimes(join(folder, name), at, at)
    }
    await age(DAY_MS / 2)
    expect((await cleanUp()).sort()).toEqual([...used, ...kept, ...left].sort())
    await age(DAY_MS + 1_000)
    expect((await cleanUp()).sort()).toEqual([...used, ...kept].sort())
  })

  describe('an export', () => {
    const wanted = (over: object = {}) =>
      exportMembersInput.parse({
        filter: {},
        columns: ['externalId', 'nickname', 'mobile', 'spend', 'status'],
        format: 'csv',
        language: 'zh',
        isPlain: false,
        purpose: '月度回访',
        ...over,
      })
    beforeEach(async () => {
      const file = await upload(
        '客户编号,手机号,昵称\n1,13812346207,"@SUM(1,2)"\n2,13900001111,夏夏\n',
      )
      await finish((await startImport(staff, { id: file.id, language })).id)
    })

    it('is masked, runs nothing in a spreadsheet, says what for, and is gone after a day', async () => {
      const job = await finish((await startExport(staff, wanted())).id)
      expect(job).toMatchObject({ status: 'done', result: { rows: 2 }, hasFile: true })
      expect(await textOf(await getJobFile(staff, job.id))).toBe(
        [
          '\uFEFF外部编号,昵称,手机号,累计消费（元）,状态',
          '1,"\'@SUM(1,2)",138****6207,0.00,正常',
          '2,夏夏,139****1111,0.00,正常',
          '',
        ].join('\r\n'),
      )
      expect(await auditEntries(ctx, { action: 'member.export' })).toMatchObject([
        { reason: '月度回访', after: { isPlain: false } },
      ])
      clock.advance(DAY_MS)
      await expect(getJobFile(staff, job.id)).rejects.toMatchObject({ code: 'FILE_GONE' })
      expect(await getJob(staff, job.id)).toMatchObject({ hasFile: false })
    })

    it('shows personal data whole only by its own right, asked again when it runs', async () => {
      const isPlain = true
      await expect((async () => startExport(staff, wanted({ isPlain })))()).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      const control = { jobId: 'x', signal: new AbortController().signal, report: () => undefined }
      await expect(exportMembers(staff, wanted({ isPlain }), control)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      const chief = await asStaff(
        ctx,
        await makeStaff(ctx, { username: `chief${count}`, roles: ['administrator'] }),
      )
      const job = await finish((await startExport(chief, wanted({ isPlain }))).id)
      expect(await textOf(await getJobFile(chief, job.id))).toContain('13812346207')
      // A file is for who asked for it.
      await expect(getJobFile(staff, job.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    it('is handed out by the rights and the stores that who fetches it has then', async () => {
      const chief = await asStaff(
        ctx,
        await makeStaff(ctx, { username: `was-chief${count}`, roles: ['administrator'] }),
      )
      const plain = await finish((await startExport(chief, wanted({ isPlain: true }))).id)
      const masked = await finish((await startExport(chief, wanted())).id)
      const { actor } = chief
      const permissions = new Set(actor.permissions)
      permissions.delete('members.exportPlain')
      const lower = { ...chief, actor: { ...actor, permissions } }
      await expect(getJobFile(lower, plain.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect(await getJobFile(lower, masked.id)).toContain(masked.id)
      const seeing = (storeIds: readonly number[]) => ({
        ...chief,
        actor: { ...actor, scope: { kind: 'stores', storeIds } as const },
      })
      const beyond = { code: 'FILE_BEYOND_SCOPE' }
      await expect(getJobFile(seeing([1, 2]), masked.id)).rejects.toMatchObject(beyond)
      const fileNeeds = { permissions: [], stores: [1] }
      await ctx.db.job.update({ where: { id: masked.id }, data: { fileNeeds } })
      expect(await getJobFile(seeing([1, 2]), masked.id)).toContain(masked.id)
      await expect(getJobFile(seeing([2]), masked.id)).rejects.toMatchObject(beyond)
    })

    it('follows the filter, in a workbook too', async () => {
      const filter = { keyword: '夏夏' }
      const job = await finish((await startExport(staff, wanted({ filter, format: 'xlsx' }))).id)
      expect(job.result).toMatchObject({ rows: 1 })
      const name = await getJobFile(staff, job.id)
      const file = await upload(MEMBERS)
      expect(name).toMatch(/\.xlsx$/)
      await discardImport(staff, file)
      expect(JSON.stringify(await auditEntries(ctx, { action: 'member.export' }))).not.toContain(
        '夏夏',
      )
    })
  })

  it('a batch disables what is selected, each with its record, and again changes nothing', async () => {
    const file = await upload('客户编号\n1\n2\n3\n')
    await finish((await startImport(staff, { id: file.id, language })).id)
    const members = await ctx.db.member.findMany({ orderBy: { id: 'asc' } })
    const batch = {
      action: 'disable',
      reason: '批量核查',
      selection: { kind: 'all', filter: { keyword: '' }, except: [members[0]?.id ?? 0] },
    }
    const job = await finish((await startJob(staff, 'members.batch', batch)).id)
    expect(job).toMatchObject({ status: 'done', result: { changed: 2, unchanged: 0 } })
    const again = await finish((await startJob(staff, 'members.batch', batch)).id)
    expect(again.result).toEqual({ changed: 0, unchanged: 2, refused: [] })
    const after = await ctx.db.member.findMany({ orderBy: { id: 'asc' } })
    expect(after.map(({ status }) => status)).toEqual(['active', 'disabled', 'disabled'])
    expect(await auditEntries(ctx, { action: 'member.setStatus' })).toHaveLength(2)
  })
})
