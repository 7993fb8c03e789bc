import { randomUUID } from 'node:crypto'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  BATCH_ROWS,
  discardImport,
  forgetOldFiles,
  getImport,
  importUpload,
  listImports,
  listRefusals,
  receiveFile,
  setMapping,
  startDryRun,
  startImport,
} from '../modules/imports/imports.service.ts'
import { cancelJob, getJobFile } from '../modules/jobs/jobs.service.ts'
import { countMembers, memberImporter } from '../modules/members/members.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { bytesOf } from '../testing/import-text.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

const DAY_MS = 24 * 3_600_000
const MEMBERS =
  '客户编号,手机号,昵称\n1,13812346207,夏夏\n2,138,坏号\n1,13812346207,夏夏\n3,13900001111,=1+1\n'
const language = 'zh' as const

describeOnBothDatabases('importing members', (database) => {
  let desk: JobDesk
  let ctx: JobDesk['ctx']
  let staff: JobDesk['staff']
  let clock: JobDesk['clock']
  let folder: string

  beforeEach(async () => {
    desk = await makeJobDesk(database())
    ;({ ctx, staff, clock, folder } = desk)
  })
  afterEach(() => desk.close())

  it('goes from an upload by a dry run to an import, with a copy that says what became of each row', async () => {
    const file = await desk.upload(MEMBERS)
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
    const dry = await desk.finish((await startDryRun(staff, { id: file.id, language })).id)
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
    const job = await desk.finish((await startImport(staff, { id: file.id, language })).id)
    expect(job).toMatchObject({ status: 'done', hasFile: true, result: { created: { rows: 1 } } })
    expect([dry, job]).toMatchObject([
      { result: { copyName: '会员-检查结果.csv' } },
      { result: { copyName: '会员-导入结果.csv' } },
    ])
    expect(await desk.textOf(await getJobFile(staff, job.id))).toBe(
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
    const [file, other] = [await desk.upload(text), await desk.upload(text.replace('夏夏', '别人'))]
    const dry = await desk.finish((await startDryRun(staff, { id: file.id, language })).id)
    await desk.finish((await startImport(staff, { id: other.id, language })).id)
    const done = await desk.finish((await startImport(staff, { id: file.id, language })).id)
    const linesOf = async (id: string, jobId: string) =>
      (await listRefusals(staff, { id, jobId })).map(({ line }) => line)
    expect(await linesOf(file.id, dry.id)).toEqual([3])
    expect(await linesOf(file.id, done.id)).toEqual([2, 3])
    await expect(linesOf(other.id, done.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('says in the list how far each file is, of work that one may see', async () => {
    const text = '客户编号,手机号\n1,13812346207\n2,138\n'
    const untouched = await desk.upload(text)
    const [checked, waiting] = [await desk.upload(text), await desk.upload(text)]
    await desk.finish((await startDryRun(staff, { id: checked.id, language })).id)
    await desk.finish((await startImport(staff, { id: checked.id, language })).id)
    await desk.finish((await startDryRun(staff, { id: waiting.id, language })).id)
    await startImport(staff, { id: waiting.id, language })
    const workOf = async (ctx: JobDesk['staff']) =>
      (await listImports(ctx, { pageNo: 1, pageSize: 20 })).list.map(({ id, work }) => [id, work])
    expect(await workOf(staff)).toEqual([
      [waiting.id, { status: 'queued', rows: null, refusedRows: null }],
      [checked.id, { status: 'done', rows: 2, refusedRows: 1 }],
      [untouched.id, null],
    ])
    // Jobs of others are for who may look after them.
    const { permissions } = staff.actor
    const blind = new Set([...permissions].filter((right) => right !== 'jobs.view'))
    const other = await desk.person('administrator')
    expect(await workOf({ ...other, actor: { ...other.actor, permissions: blind } })).toEqual([
      [waiting.id, null],
      [checked.id, null],
      [untouched.id, null],
    ])
  })

  it('remembers the columns of files with the same headings', async () => {
    const text = 'a,b\n1,13812346207\n'
    const first = await desk.upload(text)
    await expect(startDryRun(staff, { id: first.id, language })).rejects.toMatchObject({
      code: 'MAPPING_INCOMPLETE',
    })
    await expect(
      setMapping(staff, { id: first.id, mapping: ['externalId', 'externalId'] }),
    ).rejects.toMatchObject({ code: 'MAPPING_INVALID' })
    await setMapping(staff, { id: first.id, mapping: ['externalId', 'mobile'] })
    await desk.finish((await startImport(staff, { id: first.id, language })).id)
    expect(await getImport(staff, await desk.upload(text))).toMatchObject({
      mapping: ['externalId', 'mobile'],
      isMappingRemembered: true,
    })
    expect(await getImport(staff, await desk.upload('b,a\n1,2\n'))).toMatchObject({
      mapping: [null, null],
      isMappingRemembered: false,
    })
  })

  it('remembers who numbers the orders, and books them under that name', async () => {
    await ctx.db.order.deleteMany()
    const members = await desk.upload('客户编号\n1\n')
    await desk.finish((await startImport(staff, { id: members.id, language })).id)
    const orders = async (no: string) => {
      const bytes = bytesOf(
        Buffer.from(`订单号,客户编号,支付时间,实付金额\n${no},1,2026-03-01,5\n`),
      )()
      return receiveFile(staff, { kind: 'orders', name: '订单.csv', bytes })
    }
    const first = await orders('A')
    const { mapping } = await getImport(staff, first)
    await setMapping(staff, { id: first.id, mapping, orderSource: '商城' })
    await desk.finish((await startImport(staff, { id: first.id, language })).id)
    const next = await orders('B')
    expect(await getImport(staff, next)).toMatchObject({ orderSource: '商城' })
    await desk.finish((await startImport(staff, { id: next.id, language })).id)
    expect(await ctx.db.order.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { source: '商城', orderNo: 'A' },
      { source: '商城', orderNo: 'B' },
    ])
  })

  it('keeps nothing of a file in plain text: not on disk, not in the database', async () => {
    const file = await desk.upload(MEMBERS)
    await desk.finish((await startDryRun(staff, { id: file.id, language })).id)
    await desk.finish((await startImport(staff, { id: file.id, language })).id)
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
      await expect(desk.upload(text)).rejects.toMatchObject({ code })
    }
    expect(await readdir(folder)).toEqual([])
    expect(await ctx.db.importFile.count()).toBe(0)
    const file = await desk.upload('客户编号,手机号\n')
    const job = await desk.finish((await startImport(staff, { id: file.id, language })).id)
    expect(job).toMatchObject({ status: 'failed', errorCode: 'FILE_EMPTY', hasFile: false })
  })

  it('cancelled half-way keeps what is in, and goes on when it is started again', async () => {
    // More than can be under way at once.
    const all = 5 * BATCH_ROWS
    const lines = Array.from({ length: all }, (_, i) => `${i},139${String(i).padStart(8, '0')}`)
    const file = await desk.upload(['客户编号,手机号', ...lines].join('\n'))
    const { id } = await startImport(staff, { id: file.id, language })
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
    const { members: stored } = await countMembers(ctx)
    expect(stored).toBeGreaterThanOrEqual(BATCH_ROWS)
    expect(stored).toBeLessThan(all)
    const counts = { rows: stored, created: stored, unchanged: 0, refused: 0 }
    expect(await auditEntries(ctx, { action: 'member.import' })).toMatchObject([
      { after: { ended: 'early', ...counts } },
    ])
    await cancelJob(staff, id)
    const again = await desk.finish((await startImport(staff, { id: file.id, language })).id)
    expect(again.result).toMatchObject({
      created: { rows: all - stored },
      unchanged: { rows: stored },
    })
  })

  it('files are seen by who may import such, taken away by hand or after a week', async () => {
    const file = await desk.upload(MEMBERS)
    const cashier = await desk.person('cashier')
    await expect(getImport(cashier, file)).rejects.toMatchObject({ code: 'FILE_GONE' })
    expect((await listImports(cashier, { pageNo: 1, pageSize: 20 })).total).toBe(0)
    expect((await listImports(staff, { pageNo: 1, pageSize: 20 })).total).toBe(1)
    await desk.finish((await startDryRun(staff, { id: file.id, language })).id)
    expect((await readdir(folder)).filter((name) => name.startsWith('refusals'))).toHaveLength(1)
    await discardImport(staff, file)
    expect(await readdir(folder)).toEqual([])
    clock.advance(8 * DAY_MS)
    await desk.cleanUp()
    const old = await desk.upload(MEMBERS)
    clock.advance(8 * DAY_MS)
    await expect(getImport(staff, old)).rejects.toMatchObject({ code: 'FILE_GONE' })
    await forgetOldFiles(ctx)
    expect(await readdir(folder)).toEqual([])
  })

  it('nothing of a file is left a week later: not its copies, not the rows that were refused', async () => {
    const file = await desk.upload(MEMBERS)
    await desk.finish((await startDryRun(staff, { id: file.id, language })).id)
    await desk.finish((await startImport(staff, { id: file.id, language })).id)
    expect(await desk.cleanUp()).toHaveLength(5)
    clock.advance(8 * DAY_MS)
    expect(await desk.cleanUp()).toEqual([])
  })

  it('files that a crash left go after a day; what is in use or not ours stays', async () => {
    const file = await desk.upload(MEMBERS)
    const { id } = await desk.finish((await startDryRun(staff, { id: file.id, language })).id)
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
    expect((await desk.cleanUp()).sort()).toEqual([...used, ...kept, ...left].sort())
    await age(DAY_MS + 1_000)
    expect((await desk.cleanUp()).sort()).toEqual([...used, ...kept].sort())
  })
})
