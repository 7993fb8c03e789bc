import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx } from '../db/context.ts'
import { getJobFile } from '../modules/jobs/jobs.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { exportOrdersInput, orderExportColumns } from '../modules/orders/orders.contract.ts'
import { orderImporter, startOrderExport } from '../modules/orders/orders.service.ts'
import { createRole } from '../modules/roles/roles.service.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { openSheet } from '../testing/open-sheet.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'

let count = 0
const LINES = [
  '订单号,客户编号,支付时间,实付金额,数量,门店,商品编码,商品名称,品类,运费',
  '0001,1,2026-03-01 23:30:05,1000.00,1,STORE,001,茶,饮品,6',
  '0001,1,2026-03-01 23:30:05,20.50,2,STORE,002,@杯,器皿,',
  '0002,2,2026-03-02 10:00,5,1,,001,茶,饮品,',
].join('\n')
const PLAIN = '订单号,客户编号,支付时间,实付金额,数量\n0003,2,2026-02-01 10:00,500,3'

describeOnBothDatabases('an export of orders', (database) => {
  let desk: JobDesk
  let store: { id: number; name: string }

  beforeEach(async () => {
    desk = await makeJobDesk(database())
    await desk.ctx.db.order.deleteMany()
    const code = `X${(count += 1)}`
    store = { ...(await createStore(desk.ctx, { code, name: code })), name: code }
    await importBytes(desk.ctx, memberImporter, 'customerId,nickname\n1,@夏夏\n2,阿布')
    await importBytes(desk.ctx, orderImporter, LINES.replaceAll('STORE', code))
    await importBytes(desk.ctx, orderImporter, PLAIN)
  })
  afterEach(() => desk.close())

  const run = async (over: object, by: Ctx) => {
    const rowsOf = 'rowsOf' in over && over.rowsOf === 'lines' ? 'lines' : 'orders'
    const input = exportOrdersInput.parse({
      filter: {},
      rowsOf,
      columns: orderExportColumns(rowsOf),
      format: 'xlsx',
      language: 'zh',
      purpose: '三月对账',
      ...over,
    })
    return desk.finish((await startOrderExport(by, input)).id)
  }
  const fileOf = async (over: object, by: Ctx = desk.staff) => {
    const job = await run(over, by)
    return { job, bytes: await desk.bytesOf(await getJobFile(by, job.id)) }
  }
  const numbersOf = async (over: object, by?: Ctx) => {
    const { bytes } = await fileOf({ ...over, columns: ['orderNo'] }, by)
    return (await openSheet(bytes)).cells.slice(1).flat()
  }

  it('has a row an order, with amounts, counts and times to count with', async () => {
    const { job, bytes } = await fileOf({})
    expect(job).toMatchObject({ status: 'done', result: { rows: 3 } })
    const { cells, formats, formulas } = await openSheet(bytes)
    const { memberNo } = await desk.ctx.db.member.findUniqueOrThrow({ where: { externalId: '1' } })
    const paidAt = new Date('2026-03-01T23:30:05Z')
    const day = new Date('2026-03-01T00:00:00Z')
    const about = ['0001', '文件导入', memberNo, '@夏夏', store.name, '已完成']
    expect(cells[2]).toEqual([...about, paidAt, day, 3, 1020.5, 6, 0, paidAt])
    const time = 'yyyy-mm-dd hh:mm:ss'
    const yuan = '#,##0.00'
    expect(formats[2]?.slice(6)).toEqual([time, 'yyyy-mm-dd', '#,##0', yuan, yuan, yuan, time])
    expect(formulas).toBe(0)
  })

  it('or a row a product line, where columns still add up', async () => {
    const { job, bytes } = await fileOf({ rowsOf: 'lines' })
    expect(job.result).toEqual({ rows: 4 })
    const { cells, formulas } = await openSheet(bytes)
    expect(cells.slice(1).map((row) => [row[0], ...row.slice(8, 15)])).toEqual([
      ['0002', '001', '茶', '饮品', 1, 5, 0, 0],
      ['0001', '001', '茶', '饮品', 1, 1000, 6, 0],
      ['0001', '002', '@杯', '器皿', 2, 20.5, null, null],
      ['0003', null, null, null, 3, 500, 0, 0],
    ])
    expect(formulas).toBe(0)
    const csv = (await fileOf({ rowsOf: 'lines', format: 'csv' })).bytes.toString('utf8')
    expect(csv).toContain(",'@杯,")
  })

  it('comes in the order of the list, and as its filter says', async () => {
    expect(await numbersOf({})).toEqual(['0002', '0001', '0003'])
    expect(await numbersOf({ sort: 'paidFen', order: 'asc' })).toEqual(['0002', '0003', '0001'])
    expect(await numbersOf({ filter: { paidFenMin: 50_000 } })).toEqual(['0001', '0003'])
  })

  it.each([
    ['orders', 'zh'],
    ['orders', 'en'],
    ['lines', 'zh'],
    ['lines', 'en'],
  ])('of %s, with headings in %s, is read back by an import', async (rowsOf, language) => {
    const { bytes } = await fileOf({ rowsOf, language })
    const all = { records: 3, amountFen: 152_550 }
    expect(await importBytes(desk.ctx, orderImporter, bytes)).toMatchObject({ unchanged: all })
    const told = () =>
      desk.ctx.db.orderLine.findMany({
        where: { order: { orderNo: { in: ['0001', '0002'] } } },
        orderBy: [{ order: { orderNo: 'asc' } }, { lineNo: 'asc' }],
        omit: { orderId: true },
      })
    const before = await told()
    await desk.ctx.db.order.deleteMany()
    expect(await importBytes(desk.ctx, orderImporter, bytes)).toMatchObject({ created: all })
    expect(await told()).toEqual(rowsOf === 'lines' ? before : [])
  })

  it('of who sees one store has its orders alone, and needs a right of its own', async () => {
    const manager = async (permissions: ('orders.view' | 'orders.export')[]) => {
      const username = `m-${(count += 1)}`
      const { id } = await createRole(desk.ctx, { name: username, permissions, scope: 'own' })
      const account = { username, roleIds: [id], storeIds: [store.id] }
      return asStaff(desk.ctx, await makeStaff(desk.ctx, account))
    }
    expect(await numbersOf({}, await manager(['orders.view', 'orders.export']))).toEqual(['0001'])
    expect(await run({}, await manager(['orders.view']))).toMatchObject({ errorCode: 'FORBIDDEN' })
  })

  it('is recorded with what for and what of, without what was searched for', async () => {
    await fileOf({ filter: { keyword: '13812346207', status: 'paid' }, columns: ['orderNo'] })
    expect(await auditEntries(desk.ctx, { action: 'order.export' })).toMatchObject([
      {
        reason: '三月对账',
        after: { keyword: '***', status: 'paid', rowsOf: 'orders', columns: ['orderNo'] },
      },
    ])
  })
})
