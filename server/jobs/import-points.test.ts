import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  BATCH_ROWS,
  getImport,
  importUpload,
  receiveFile,
  setMapping,
  startDryRun,
  startImport,
} from '../modules/imports/imports.service.ts'
import { cancelJob, getJobFile } from '../modules/jobs/jobs.service.ts'
import { openingImporter } from '../modules/points/points.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { clearLedger } from '../testing/clear-ledger.ts'
import { bytesOf } from '../testing/import-text.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { plainMember } from '../testing/test-member.ts'

const language = 'zh' as const
const POINTS = '客户编号,积分,有效期至\nC-1,100,2027-01-01\nC-2,40,\nC-9,7,\n'
const DIFFERENT = 'TOTALS_DIFFER'

describeOnBothDatabases('importing points', (database) => {
  let desk: JobDesk
  let staff: JobDesk['staff']

  beforeEach(async () => {
    await clearLedger(makeTestContext(database()))
    desk = await makeJobDesk(database())
    ;({ staff } = desk)
    await addMembers(2)
  })
  afterEach(() => desk.close())

  const addMembers = (last: number, first = 1) =>
    Promise.all(
      Array.from({ length: last - first + 1 }, (_, i) => i + first).map((n) =>
        desk.ctx.db.member.create({
          data: {
            ...plainMember(desk.clock.now()),
            ...{ uid: `uid-${n}`, memberNo: `M${n}`, externalId: `C-${n}` },
          },
        }),
      ),
    )
  const upload = (text: string) =>
    receiveFile(staff, {
      ...{ kind: 'points', name: '积分.csv', bytes: bytesOf(Buffer.from(text))() },
    })
  const check = async ({ id }: { id: string }) =>
    desk.finish((await startDryRun(staff, { id, language })).id)
  const balance = async () =>
    (await desk.ctx.db.pointEntry.aggregate({ _sum: { points: true } }))._sum.points ?? 0

  it('begins only with the totals that the old system states, or with a reason that is kept', async () => {
    const file = await upload(POINTS)
    const start = (points: number | null, members: number | null, reason?: string) =>
      startImport(staff, {
        ...{ id: file.id, language, stated: { points, members } },
        ...(reason === undefined ? {} : { reason }),
      })
    await expect(start(140, 2)).rejects.toMatchObject({ code: 'TOTALS_UNCHECKED' })
    expect((await check(file)).result).toMatchObject({
      booked: { points: 140, members: 2 },
      refused: { points: 7 },
    })
    await expect(start(147, 3)).rejects.toMatchObject({
      code: DIFFERENT,
      params: { points: 140, members: 2, statedPoints: 147, statedMembers: 3 },
    })
    await expect(start(140, 3)).rejects.toMatchObject({ code: DIFFERENT })
    await expect(start(139, null)).rejects.toMatchObject({ code: DIFFERENT })
    expect(await desk.ctx.db.pointEntry.count()).toBe(0)
    // Another check belongs to other columns.
    const { mapping } = await getImport(staff, file)
    await setMapping(staff, { id: file.id, mapping })
    await expect(start(140, 2)).rejects.toMatchObject({ code: 'TOTALS_UNCHECKED' })
    await check(file)
    const job = await desk.finish((await start(147, 2, 'C-9 已注销')).id)
    const stated = { points: 147, members: 2 }
    expect(job).toMatchObject({ status: 'done', result: { stated, booked: { points: 140 } } })
    expect(await balance()).toBe(140)
    expect(await auditEntries(desk.ctx, { action: 'points.import' })).toMatchObject([
      {
        reason: 'C-9 已注销',
        after: {
          ...{ file: '积分.csv', rows: 3, created: 2, refused: 1, points: 140 },
          ...{ bookedPoints: 140, bookedMembers: 2, statedPoints: 147, statedMembers: 2 },
        },
      },
    ])
    expect(await desk.textOf(await getJobFile(staff, job.id))).toContain(
      'C-9,7,,未导入,没有这位会员。请先导入会员。',
    )
  })

  it('begins without a reason where the totals agree, and where nothing is stated', async () => {
    const [first, second] = [await upload(POINTS), await upload(POINTS)]
    await check(first)
    const stated = { points: 140, members: 2 }
    await desk.finish((await startImport(staff, { id: first.id, language, stated })).id)
    expect(await balance()).toBe(140)
    await desk.finish((await startImport(staff, { id: second.id, language })).id)
    expect(await balance()).toBe(140)
    const [agreed, silent] = await auditEntries(desk.ctx, { action: 'points.import' })
    expect([agreed?.reason, silent?.reason]).toEqual([null, null])
    expect(silent?.after).not.toHaveProperty('statedPoints')
  })

  it('takes no totals with a file of members', async () => {
    const file = await desk.upload('客户编号\n1\n')
    const stated = { points: 1, members: 1 }
    await expect(startImport(staff, { id: file.id, language, stated })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })

  it('cancelled half-way keeps what is in, and goes on to the same points with the same statement', async () => {
    const all = 5 * BATCH_ROWS
    // Each batch has rows of the same members.
    const members = 400
    await addMembers(members, 3)
    const rows = Array.from({ length: all }, (_, i) => [
      `C-${(i % members) + 1}`,
      1 + (i % 9),
      `L-${i}`,
    ])
    const sum = rows.reduce((total, [, points]) => total + Number(points), 0)
    const file = await upload(['客户编号,积分,批次号', ...rows.map((row) => row.join())].join('\n'))
    const stated = { points: sum + 1, members }
    await check(file)
    const begin = { id: file.id, language, stated, reason: '差一分' }
    const { id } = await startImport(staff, begin)
    const stopping = new AbortController()
    await expect(
      importUpload(staff, {
        ...{ importer: openingImporter, fileId: file.id, language, isDryRun: false, jobId: id },
        ...{ signal: stopping.signal, report: () => stopping.abort() },
      }),
    ).rejects.toThrow()
    const stored = await desk.ctx.db.pointLot.count()
    expect(stored).toBeGreaterThanOrEqual(BATCH_ROWS)
    expect(stored).toBeLessThan(all)
    await cancelJob(staff, id)
    const again = await desk.finish((await startImport(staff, { id: file.id, language })).id)
    expect(again.result).toMatchObject({
      ...{ created: { rows: all - stored }, unchanged: { rows: stored }, refused: { rows: 0 } },
      ...{ stated, booked: { points: sum, members } },
    })
    expect([await balance(), await desk.ctx.db.pointLot.count()]).toEqual([sum, all])
    const entries = await auditEntries(desk.ctx, { action: 'points.import' })
    expect(
      entries.find(({ after }) => JSON.stringify(after).includes('ended') === false),
    ).toMatchObject({
      ...{ reason: '差一分', after: { statedPoints: sum + 1 } },
    })
  })
})
