import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startImport } from '../modules/imports/imports.service.ts'
import { getJob, getJobFile, startJob } from '../modules/jobs/jobs.service.ts'
import { exportMembersInput } from '../modules/members/members.contract.ts'
import { startExport } from '../modules/members/members.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { exportMembers } from './export-members.ts'

const DAY_MS = 24 * 3_600_000
const language = 'zh' as const

describeOnBothDatabases('work on many members', (database) => {
  let desk: JobDesk
  let ctx: JobDesk['ctx']
  let staff: JobDesk['staff']

  beforeEach(async () => {
    desk = await makeJobDesk(database())
    ;({ ctx, staff } = desk)
  })
  afterEach(() => desk.close())

  describe('an export', () => {
    const wanted = (over: object = {}) =>
      exportMembersInput.parse({
        selection: { kind: 'all', filter: {} },
        columns: ['externalId', 'nickname', 'mobile', 'spend', 'status'],
        format: 'csv',
        language: 'zh',
        isPlain: false,
        purpose: '月度回访',
        ...over,
      })
    beforeEach(async () => {
      const file = await desk.upload(
        '客户编号,手机号,昵称\n1,13812346207,"@SUM(1,2)"\n2,13900001111,夏夏\n',
      )
      await desk.finish((await startImport(staff, { id: file.id, language })).id)
    })

    it('is masked, runs nothing in a spreadsheet, says what for, and is gone after a day', async () => {
      const job = await desk.finish((await startExport(staff, wanted())).id)
      expect(job).toMatchObject({ status: 'done', result: { rows: 2 }, hasFile: true })
      expect(await desk.textOf(await getJobFile(staff, job.id))).toBe(
        [
          '\uFEFF外部编号,昵称,手机号,累计消费（元）,状态',
          '2,夏夏,139****1111,0.00,正常',
          '1,"\'@SUM(1,2)",138****6207,0.00,正常',
          '',
        ].join('\r\n'),
      )
      expect(await auditEntries(ctx, { action: 'member.export' })).toMatchObject([
        { reason: '月度回访', after: { isPlain: false } },
      ])
      desk.clock.advance(DAY_MS)
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
      const chief = await desk.person('administrator')
      const job = await desk.finish((await startExport(chief, wanted({ isPlain }))).id)
      expect(await desk.textOf(await getJobFile(chief, job.id))).toContain('13812346207')
      // A file is for who asked for it.
      await expect(getJobFile(staff, job.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    it('is handed out by the rights and the stores that who fetches it has then', async () => {
      const chief = await desk.person('administrator')
      const plain = await desk.finish((await startExport(chief, wanted({ isPlain: true }))).id)
      const masked = await desk.finish((await startExport(chief, wanted())).id)
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
      const selection = { kind: 'all', filter: { keyword: '夏夏' } }
      const job = await desk.finish(
        (await startExport(staff, wanted({ selection, format: 'xlsx' }))).id,
      )
      expect(job.result).toMatchObject({ rows: 1 })
      const name = await getJobFile(staff, job.id)
      expect(name).toMatch(/\.xlsx$/)
      expect(JSON.stringify(await auditEntries(ctx, { action: 'member.export' }))).not.toContain(
        '夏夏',
      )
    })
  })

  it('a batch disables what is selected, each with its record, and again changes nothing', async () => {
    const file = await desk.upload('客户编号\n1\n2\n3\n')
    await desk.finish((await startImport(staff, { id: file.id, language })).id)
    const members = await ctx.db.member.findMany({ orderBy: { id: 'asc' } })
    const batch = {
      action: 'disable',
      reason: '批量核查',
      selection: { kind: 'all', filter: { keyword: '' }, except: [members[0]?.id ?? 0] },
    }
    const job = await desk.finish((await startJob(staff, 'members.batch', batch)).id)
    expect(job).toMatchObject({ status: 'done', result: { changed: 2, unchanged: 0 } })
    const again = await desk.finish((await startJob(staff, 'members.batch', batch)).id)
    expect(again.result).toEqual({ changed: 0, unchanged: 2, refusedCount: 0, refused: [] })
    const after = await ctx.db.member.findMany({ orderBy: { id: 'asc' } })
    expect(after.map(({ status }) => status)).toEqual(['active', 'disabled', 'disabled'])
    expect(await auditEntries(ctx, { action: 'member.setStatus' })).toHaveLength(2)
  })
})
