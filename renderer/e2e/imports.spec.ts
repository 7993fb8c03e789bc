import { expect, test } from './support/fixtures.ts'
import { employ } from './support/employ.ts'
import { expectAccessible } from './support/axe.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

let shop: TestServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await TestServer.start()
})
test.afterAll(() => shop.remove())

const MEMBERS = [
  '客户编号,手机,昵称,上次导购',
  'C-1,13800136207,夏夏的小厨房,小李',
  'C-2,1386702620,叶阿姨,小李',
  'C-3,15900137781,Echo,小王',
]
const ORDERS = [
  '订单号,客户编号,支付时间,件数,实付金额',
  'A-1,C-1,2026-03-01 10:00,2,128.50',
  'A-2,C-3,2026-03-02,1,60',
  'A-3,C-9,2026-03-03,1,9.99',
]

async function choose(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.map((line) => `${line}\n`).join('')),
  })
}
const step = (page: Page) => page.locator('[aria-current=step]')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('members and then orders come in, row by row accounted for; once more changes nothing', async ({
  page,
}) => {
  await shop.comeIn(page, 'imports')
  await expect(page.getByRole('heading', { name: '还没有导入过文件' })).toBeVisible()
  await expectAccessible(page, 'the empty list')
  await button(page, '新导入').first().click()
  await expect(page.getByText('先导入会员，再导入订单')).toBeVisible()
  await expectAccessible(page, 'the first step')

  await test.step('columns', async () => {
    await choose(page, '会员 2026.csv', MEMBERS)
    await expect(step(page)).toContainText('对应列')
    await expect(page.getByText('3 列已对应')).toBeVisible()
    const row = page.getByRole('row', { name: /^手机/ })
    await expect(row).toContainText('138****6207')
    await expect(page.getByRole('row', { name: /^上次导购/ })).toContainText('这一列会被忽略')
    await expectAccessible(page, 'the columns')
    await page.reload()
    await expect(step(page)).toContainText('对应列')
    // The page that led here has given its tab away.
    await expect(page.getByRole('tab')).toHaveText([/导入/, /会员 2026\.csv/])
  })

  await test.step('check', async () => {
    await button(page, '检查，不写入').click()
    await expect(button(page, '导入 2 行，1 行将不导入')).toBeVisible()
    // The button that led here is gone, and the keyboard is at the step.
    await expect(page.getByRole('heading', { name: '检查', exact: true })).toBeFocused()
    await expect(page.getByRole('row', { name: /^3/ })).toContainText('1386702620')
    await expect(page.getByText('合计相符')).toBeVisible()
    await expectAccessible(page, 'the check')
    expect(await shop.call(page.context().request, 'members.stats')).toMatchObject({ members: 0 })
  })

  await test.step('columns changed after the check have to be checked again', async () => {
    const steps = page.getByRole('list', { name: '步骤' })
    await steps.getByRole('button', { name: /对应列/ }).click()
    await page
      .getByRole('row', { name: /^上次导购/ })
      .locator('.el-select__wrapper')
      .click()
    await page.getByRole('option', { name: '备注' }).click()
    await steps.getByRole('button', { name: /检查/ }).click()
    await expect(page.getByText('检查之后改过对应列')).toBeVisible()
    await expect(button(page, '导入 2 行，1 行将不导入')).toBeDisabled()
    await button(page, '重新检查').click()
    await expect(page.getByText('检查之后改过对应列')).toBeHidden()
    await expect(button(page, '导入 2 行，1 行将不导入')).toBeEnabled()
  })

  await test.step('import', async () => {
    await button(page, '导入 2 行，1 行将不导入').click()
    await expect(page.getByRole('heading', { name: '已导入 2 行' })).toBeVisible()
    await expectAccessible(page, 'the result')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载结果副本' }).click()
    expect((await download).suggestedFilename()).toBe('会员 2026-导入结果.csv')
    await page.reload()
    await expect(page.getByRole('heading', { name: '已导入 2 行' })).toBeVisible()
  })

  await test.step('orders', async () => {
    await button(page, '接着导入订单').click()
    await choose(page, 'orders.csv', ORDERS)
    await expect(page.getByRole('row', { name: /^实付金额/ })).toContainText('¥128.50')
    await page.getByLabel('这些订单由谁编号').fill('微商城 ')
    await expectAccessible(page, 'who numbers the orders')
    await button(page, '检查，不写入').click()
    await expect(page.getByRole('row', { name: /^4/ })).toContainText('没有这位会员')
    await button(page, '导入 2 行，1 行将不导入').click()
    const totals = page.getByRole('table', { name: '控制合计' })
    await expect(totals.getByRole('row', { name: /^金额/ })).toContainText('¥188.50')
    await button(page, '查看订单').click()
    await expect(page.getByRole('row', { name: /A-1/ })).toContainText('¥128.50')
    await expectAccessible(page, 'the orders')
    await page.getByRole('row', { name: /A-1/ }).click()
    const panel = page.getByRole('complementary', { name: '订单内容' })
    await expect(panel).toContainText('夏夏的小厨房')
    await expect(panel).toContainText('微商城')
    await expectAccessible(page, 'an order')
  })

  await test.step('who may see a member sees how he came in, without the right to the log', async () => {
    const finance = await employ(shop, page.context().request, 'finance')
    const other = await page.context().browser()?.newPage()
    if (!other) throw new Error('no browser')
    await shop.comeIn(other, 'members', finance)
    await other.getByRole('row', { name: /夏夏的小厨房/ }).click()
    const drawer = other.getByRole('complementary', { name: '会员资料' })
    await drawer.getByRole('tab', { name: '变更' }).click()
    await expect(drawer.getByText('会员 2026.csv')).toBeVisible()
    await other.close()
  })

  await test.step('once more', async () => {
    await page.goto(`${shop.address}/imports/new?kind=members`)
    await choose(page, '会员 2026.csv', MEMBERS)
    await expect(page.getByText('已按上次导入的对应关系填好')).toBeVisible()
    await button(page, '检查，不写入').click()
    await expect(button(page, '没有新的内容要导入')).toBeDisabled()
    await page.goto(`${shop.address}/imports`)
    await expect(page.locator('tbody tr')).toHaveCount(3)
    await expect(page.getByText('已导入', { exact: true })).toHaveCount(2)
    await expectAccessible(page, 'the list')
  })
})

test('what is no table is refused with its reason, and the next file is taken @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'imports/new')
  await choose(page, 'empty.csv', [])
  await expect(page.getByRole('alert')).toContainText('FILE_EMPTY')
  await choose(page, 'twice.csv', ['手机,手机', '1,2'])
  await expect(page.getByRole('alert')).toContainText('第 1 列和第 2 列的表头相同')
  await choose(page, 'good.csv', MEMBERS)
  await expect(step(page)).toContainText('对应列')
})

test('a workbook that is too large is refused before anything is sent, with both limits @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'imports/new')
  await expect(page.getByText('最大 100 MB，XLSX 最大 30 MB')).toBeVisible()
  let uploads = 0
  await page.route(/files\/imports/, (route) => {
    uploads += 1
    return route.abort()
  })
  const buffer = Buffer.alloc(30 * 1024 * 1024 + 1)
  buffer.set([0x50, 0x4b, 0x03, 0x04])
  await page.locator('input[type=file]').setInputFiles({ name: '大.xlsx', mimeType: '', buffer })
  await expect(page.getByRole('alert')).toContainText('XLSX 文件超过 30 MB')
  await expect(page.getByRole('alert')).toContainText('WORKBOOK_TOO_LARGE')
  expect(uploads).toBe(0)
})

test('templates are handed out as workbooks and as CSV, in the language of the page', async ({
  page,
}) => {
  await shop.comeIn(page, 'imports/new?kind=orders')
  const fetched = async (name: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    return (await download).suggestedFilename()
  }
  expect(await fetched('下载 XLSX 模板')).toBe('订单导入模板.xlsx')
  expect(await fetched('下载 CSV 模板')).toBe('订单导入模板.csv')
  await page.goto(`${shop.address}/imports`)
  await button(page, '下载模板').click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: '会员模板（XLSX）' }).click()
  expect((await download).suggestedFilename()).toBe('会员导入模板.xlsx')
})

test('orders of several rows that are refused are counted as orders, and the list asks for no job', async ({
  page,
}) => {
  let jobs = 0
  page.on('request', (request) => {
    if (request.url().includes('jobs.get')) jobs += 1
  })
  await shop.comeIn(page, 'imports/new?kind=orders')
  const row = (order: string, sku: string) => `${order},nobody,2026-03-01,1,5,${sku}`
  const lines = [row('B-1', 'S1'), row('B-1', 'S2'), row('B-2', 'S1'), row('B-2', 'S2')]
  await choose(page, '两行.csv', ['订单号,客户编号,支付时间,件数,实付金额,货号', ...lines])
  await button(page, '检查，不写入').click()
  const heading = page.getByRole('heading', { name: '将不导入的订单' })
  await expect(heading).toBeVisible()
  await expect(button(page, '全部 2')).toBeVisible()
  await expect(page.getByRole('table', { name: '将不导入的订单' }).locator('tbody tr')).toHaveCount(
    2,
  )
  await expect(page.getByText('共 2 处')).toContainText('只列出有问题的那一行')
  await page.getByRole('link', { name: '导入', exact: true }).first().click()
  const listed = page.getByRole('row', { name: /两行\.csv/ })
  await expect(listed).toContainText('已检查')
  await expect(listed).toContainText('4')
  jobs = 0
  await page.reload()
  await expect(listed).toContainText('已检查')
  expect(jobs).toBe(0)
})

test('an upload can be stopped', async ({ page }) => {
  await shop.comeIn(page, 'imports/new')
  // Never answered, so that there is time to stop it.
  await page.route(/files\/imports/, () => undefined)
  await choose(page, 'members.csv', MEMBERS)
  await button(page, '取消上传').click()
  await expect(button(page, '选择文件')).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('columns that are missing are named, and nothing goes on without them @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'imports/new?kind=orders')
  await choose(page, 'orders.csv', ['单据,客户编号,日期,金额', 'A-1,C-1,2026-03-01,1'])
  await expect(button(page, '还缺必需的列')).toBeDisabled()
  await page.getByRole('row', { name: /^单据/ }).locator('.el-select__wrapper').click()
  await page.getByRole('option', { name: '订单号' }).click()
  await expect(button(page, '检查，不写入')).toBeEnabled()
})

test('without a right to import the page says whom to ask @long', async ({ page }) => {
  await shop.signIn(page.context().request)
  const cashier = await employ(shop, page.context().request, 'cashier')
  await shop.comeIn(page, 'imports', cashier)
  await expect(page.getByRole('alert')).toContainText('没有此权限')
})
