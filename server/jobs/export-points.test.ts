import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { getJobFile } from '../modules/jobs/jobs.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { startEntryExport } from '../modules/points/export-entries.ts'
import { postCommands } from '../modules/points/post-commands.ts'
import { ENTRY_EXPORT_COLUMNS, exportEntriesInput } from '../modules/points/records.contract.ts'
import { createRole } from '../modules/roles/roles.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { openSheet } from '../testing/open-sheet.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'

describeOnBothDatabases('an export of points entries', (database) => {
  let desk: JobDesk
  let memberNo: string

  beforeEach(async () => {
    for (const table of ['pointAllocation', 'pointLot', 'pointEntry', 'pointAccount'] as const) {
      // Each table has a type of its own.
      await (database().db[table] as { deleteMany(): Promise<unknown> }).deleteMany()
    }
    desk = await makeJobDesk(database())
    await importBytes(desk.ctx, memberImporter, 'customerId,nickname\n1,@夏夏')
    const member = await desk.ctx.db.member.findUniqueOrThrow({ where: { externalId: '1' } })
    memberNo = member.memberNo
    const about = {
      business: 'manual',
      businessId: '0007',
      reason: '=1+1',
      occurredAt: new Date('2026-03-17T02:00:00Z'),
      explanation: { kind: 'byHand' },
    } as const
    const base = { memberId: member.id, about }
    await inTransaction(desk.ctx, (ctx) =>
      postCommands(ctx, [
        { ...base, do: 'earn', points: 1_500, isPending: false, expiresOn: null },
        { ...base, do: 'spend', points: 200 },
      ]),
    )
  })
  afterEach(() => desk.close())

  const run = async (over: object, by: Ctx) => {
    const input = exportEntriesInput.parse({
      ...{ filter: {}, columns: [...ENTRY_EXPORT_COLUMNS], format: 'xlsx', language: 'zh' },
      purpose: '三月对账',
      ...over,
    })
    return desk.finish((await startEntryExport(by, input)).id)
  }
  const bytesOf = async (over: object) =>
    desk.bytesOf(await getJobFile(desk.staff, (await run(over, desk.staff)).id))

  it('has a row an entry, newest first, with points to count with, and nothing that runs', async () => {
    const { cells, formulas } = await openSheet(await bytesOf({}))
    const when = [new Date('2026-03-18T14:26:00Z'), new Date('2026-03-17T10:00:00Z')]
    const about = [...when, new Date('2026-03-17T00:00:00Z'), memberNo, '@夏夏']
    const rest = [0, 0, 0, '0007', null, 'test', '=1+1', null]
    expect(cells[0]?.slice(3, 8)).toEqual(['会员号', '昵称', '类型', '事由', '积分变动'])
    expect(cells.slice(1).map((row) => row.slice(0, -1))).toEqual([
      [...about, '使用', '人工调整', -200, 1_300, ...rest],
      [...about, '获得', '人工调整', 1_500, 1_500, ...rest],
    ])
    expect(formulas).toBe(0)
    const csv = (await bytesOf({ format: 'csv', language: 'en' })).toString('utf8')
    expect(csv).toContain('Booked at')
    expect(csv).toContain(",'=1+1,")
  })

  it('has what the filter finds, and its purpose is recorded without what was searched for', async () => {
    const over = { filter: { sign: 'taken', keyword: '夏夏' }, columns: ['points'] }
    const { cells } = await openSheet(await bytesOf(over))
    expect(cells.slice(1)).toEqual([[-200]])
    expect(await auditEntries(desk.ctx, { action: 'points.export' })).toMatchObject([
      { reason: '三月对账', after: { sign: 'taken', keyword: '***', columns: ['points'] } },
    ])
  })

  it('needs a right of its own', async () => {
    const { id } = await createRole(desk.ctx, {
      ...{ name: '看积分', permissions: ['points.view', 'jobs.view'], scope: 'all' },
    })
    const viewer = await makeStaff(desk.ctx, { username: `viewer${id}`, roleIds: [id] })
    expect(await run({}, await asStaff(desk.ctx, viewer))).toMatchObject({
      errorCode: 'FORBIDDEN',
    })
  })
})
