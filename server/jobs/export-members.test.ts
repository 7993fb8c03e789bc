import { afterEach, beforeEach, expect, it } from 'vitest'
import { startImport } from '../modules/imports/imports.service.ts'
import { getJobFile } from '../modules/jobs/jobs.service.ts'
import {
  createMemberInput,
  exportMembersInput,
  MEMBER_EXPORT_COLUMNS,
} from '../modules/members/members.contract.ts'
import { createMember, memberImporter, startExport } from '../modules/members/members.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { openSheet } from '../testing/open-sheet.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

const FILE = [
  '客户编号,手机号,昵称,姓名,邮箱,性别,生日,地区,卡号,入会时间,备注',
  '001,13812346207,夏夏,沈小夏,xia@example.com,女,1990-03-18,浙江省杭州市西湖区,8800012345,2020-05-01,老客户',
  '002,13900001111,阿布,,,,,,,2021-06-30,',
  '003,13700002222,春分,,,,,,,2019-01-15,',
].join('\n')

describeOnBothDatabases('an export of members', (database) => {
  let desk: JobDesk
  let chief: JobDesk['staff']

  beforeEach(async () => {
    desk = await makeJobDesk(database())
    chief = await desk.person('administrator')
    const { id } = await desk.upload(FILE)
    await desk.finish((await startImport(desk.staff, { id, language: 'zh' })).id)
  })
  afterEach(() => desk.close())

  const fileOf = async (over: object) => {
    const input = exportMembersInput.parse({
      selection: { kind: 'all', filter: {} },
      columns: ['externalId'],
      format: 'xlsx',
      language: 'zh',
      isPlain: true,
      purpose: '月度回访',
      ...over,
    })
    const job = await desk.finish((await startExport(chief, input)).id)
    return desk.bytesOf(await getJobFile(chief, job.id))
  }
  const idOf = async (externalId: string) =>
    (await desk.ctx.db.member.findUniqueOrThrow({ where: { externalId } })).id
  const numbersOf = async (over: object) =>
    (await openSheet(await fileOf(over))).cells.slice(1).map(([number]) => number)

  it('as a workbook has amounts, counts and days to count with, and numbers that are names as texts', async () => {
    const id = await idOf('001')
    const totals = { spendFen: 123_450, orderCount: 7, lastOrderDate: '2026-03-02' }
    await desk.ctx.db.memberTotals.update({ where: { id }, data: totals })
    const file = await fileOf({ columns: MEMBER_EXPORT_COLUMNS, sort: 'spendFen' })
    const { cells, formats } = await openSheet(file)
    const shown = Object.fromEntries(
      MEMBER_EXPORT_COLUMNS.map((column, i) => [column, [cells[1]?.[i], formats[1]?.[i]]]),
    )
    const day = (text: string) => [new Date(`${text}T00:00:00Z`), 'yyyy-mm-dd']
    expect(shown).toMatchObject({
      externalId: ['001', undefined],
      cardNo: ['8800012345', undefined],
      mobile: ['13812346207', undefined],
      memberNo: [expect.stringMatching(/^\d{12}$/), undefined],
      birthday: day('1990-03-18'),
      registeredAt: day('2020-05-01'),
      lastOrderDate: day('2026-03-02'),
      orderCount: [7, '#,##0'],
      spend: [1234.5, '#,##0.00'],
    })
  })

  it.each(['zh', 'en'])('with headings in %s is read back by an import', async (language) => {
    const columns = MEMBER_EXPORT_COLUMNS
    const before = await fileOf({ columns, language, sort: 'registeredAt', order: 'asc' })
    await desk.ctx.db.member.deleteMany()
    expect(await importBytes(chief, memberImporter, before)).toMatchObject({
      created: { rows: 3 },
      refused: { rows: 0 },
    })
    const told = (file: Buffer) =>
      openSheet(file).then(({ cells }) =>
        // These are given anew.
        cells.map((row) =>
          row.filter((_, i) => !/^(memberNo|registerChannel)$/.test(columns[i] ?? '')),
        ),
      )
    const after = await fileOf({ columns, language, sort: 'registeredAt', order: 'asc' })
    expect(await told(after)).toEqual(await told(before))
  })

  it('has the order of the list, and of those that were ticked these alone', async () => {
    expect(await numbersOf({})).toEqual(['002', '001', '003'])
    expect(await numbersOf({ sort: 'nickname', order: 'asc' })).toEqual(['001', '003', '002'])
    const ids = await Promise.all(['003', '002'].map(idOf))
    expect(await numbersOf({ selection: { kind: 'some', ids } })).toEqual(['002', '003'])
    const selection = { kind: 'all', filter: { status: 'active' }, except: ids }
    expect(await numbersOf({ selection })).toEqual(['001'])
    const entries = await auditEntries(desk.ctx, { action: 'member.export' })
    expect(entries.map(({ after }) => after)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ids: ids.map(String) }),
        expect.objectContaining({ status: 'active', except: ids.map(String) }),
      ]),
    )
  })

  it('runs nothing in a spreadsheet, whatever a nickname begins with', async () => {
    const names = ['=1+1', '+1', '-1', '@SUM(1)']
    for (const [n, nickname] of names.entries()) {
      await createMember(chief, createMemberInput.parse({ externalId: `F${n}`, nickname }))
    }
    const columns = ['nickname']
    const { cells, formulas } = await openSheet(await fileOf({ columns }))
    expect(cells.flat()).toEqual(expect.arrayContaining(names))
    expect(formulas).toBe(0)
    const csv = (await fileOf({ columns, format: 'csv' })).toString('utf8').split('\r\n')
    expect(csv).toEqual(expect.arrayContaining(names.map((name) => `'${name}`)))
  })
})
