import { z } from 'zod'
import { expect, test as base } from './support/fixtures.ts'
import { Office } from './support/people.ts'
import { settle } from './support/profiles.ts'
import { TestServer } from './support/server.ts'
import type { Browser, Page } from '@playwright/test'

interface Shop {
  readonly server: TestServer
  readonly office: Office
  readonly uid: string
}

/** Members with profiles and orders, whom these tests change. */
const test = base.extend<{ desk: Page }, { settled: Shop }>({
  settled: [
    // The empty pattern is how Playwright reads that a fixture needs no other.
    async ({}, use) => {
      const server = await TestServer.start()
      const office = await Office.open(server)
      const uid = await settle(office)
      await server.signIn(office.api)
      await use({ server, office, uid })
      await server.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  desk: async ({ page, settled }, use) => {
    await settled.server.comeIn(page, 'members')
    await expect(rows(page)).toHaveCount(50)
    await use(page)
  },
})

const rows = (page: Page) => page.locator('.data-table tbody tr')
const dialog = (page: Page) => page.getByRole('dialog')
const field = (page: Page, name: string) => dialog(page).getByRole('textbox', { name, exact: true })

async function secondDesk(browser: Browser, { server, office }: Shop): Promise<Page> {
  const operator = await office.builtIn('operator')
  const username = `operator-${Math.random().toString(36).slice(2, 8)}`
  const who = await office.hireOne({ username, displayName: '李娜', roleIds: [operator] })
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await server.comeIn(page, 'members', who)
  return page
}

test('a new member is registered; what is taken or missing is said at its field', async ({
  desk,
}) => {
  await desk.getByRole('button', { name: '新建会员' }).click()
  await dialog(desk).getByRole('button', { name: '新建会员' }).click()
  await expect(
    dialog(desk).getByText('手机号、外部编号、卡号至少填一项', { exact: true }),
  ).toBeVisible()
  await field(desk, '昵称').fill('春分')
  await field(desk, '手机号').fill('13800136207')
  await dialog(desk).getByRole('button', { name: '新建会员' }).click()
  await expect(dialog(desk).getByText('手机号已属于另一位会员。')).toBeVisible()
  await field(desk, '手机号').fill('138 0013 6299')
  await dialog(desk).getByRole('button', { name: '新建会员' }).click()
  await desk.getByRole('link', { name: '查看', exact: true }).click()
  await expect(desk.getByRole('heading', { name: '春分' })).toBeVisible()
  await expect(desk.getByText('138****6299')).toBeVisible()
})

test('conditions stand as chips, in the address and after a reload @long', async ({ desk }) => {
  await desk.getByRole('button', { name: '更多', exact: true }).click()
  const panel = desk.getByRole('dialog', { name: '更多条件' })
  await panel.getByRole('textbox', { name: '累计消费：最小' }).fill('二百')
  await panel.getByRole('button', { name: '应用' }).click()
  await expect(panel.getByRole('alert')).toContainText('填写不对')
  await panel.getByRole('textbox', { name: '累计消费：最小' }).fill('2,000')
  await panel.getByRole('textbox', { name: '生日：起' }).fill('1-1')
  await panel.getByRole('textbox', { name: '生日：止' }).fill('6-30')
  await panel.getByRole('button', { name: '应用' }).click()
  await expect(panel).toBeHidden()
  await expect(desk).toHaveURL(/spendFenMin=200000/)
  await desk.reload()
  await expect(desk.locator('.filter-chip')).toHaveText([
    /生日\s*01-01 – 06-30/,
    /累计消费\s*≥ ¥2,000.00/,
  ])
  await desk.getByRole('button', { name: '去掉条件：生日' }).click()
  await expect(desk.locator('.filter-chip')).toHaveCount(1)
  await expect(desk).not.toHaveURL(/birthday/)
})

test('who is overtaken is told by whom and what, and loses nothing typed', async ({
  desk,
  settled,
  browser,
}) => {
  const other = await secondDesk(browser, settled)
  const path = `${settled.server.address}/members/${settled.uid}`
  for (const page of [desk, other]) {
    await page.goto(path)
    await page.getByRole('button', { name: '编辑', exact: true }).click()
  }
  await field(desk, '昵称').fill('夏夏的新厨房')
  await field(desk, '卡号').fill('8800099999')

  await field(other, '昵称').fill('夏夏小馆')
  await field(other, '外部编号').fill('SHOP-90002')
  await other.getByRole('button', { name: '保存修改' }).click()
  await expect(dialog(other)).toBeHidden()

  await desk.getByRole('button', { name: '保存修改' }).click()
  const panel = desk.locator('.conflict-panel')
  await expect(panel).toContainText('李娜 改了这位会员')
  await expect(panel).toContainText('夏夏小馆')
  await expect(field(desk, '昵称')).toHaveValue('夏夏的新厨房')
  await expect(field(desk, '外部编号')).toHaveValue('SHOP-90002')
  await expect(desk.getByRole('button', { name: '合并后保存' })).toBeDisabled()
  await panel.getByRole('radio', { name: /用对方的/ }).click()
  await expect(field(desk, '昵称')).toHaveValue('夏夏小馆')
  await panel.getByRole('radio', { name: /用我的/ }).click()
  await expect(field(desk, '昵称')).toHaveValue('夏夏的新厨房')

  // A third change comes in between.
  await other.getByRole('button', { name: '编辑', exact: true }).click()
  await other.getByRole('dialog').getByText('男', { exact: true }).click()
  await other.getByRole('button', { name: '保存修改' }).click()
  await expect(dialog(other)).toBeHidden()
  await desk.getByRole('button', { name: '合并后保存' }).click()
  await expect(panel).toContainText('性别')
  await expect(field(desk, '昵称')).toHaveValue('夏夏的新厨房')
  await desk.getByRole('button', { name: '合并后保存' }).click()
  await expect(dialog(desk)).toBeHidden()
  await expect(desk.getByRole('heading', { name: '夏夏的新厨房' })).toBeVisible()
  const profile = desk.getByRole('region', { name: '资料' })
  for (const text of ['8800099999', 'SHOP-90002', '男']) await expect(profile).toContainText(text)
  await other.context().close()
})

test('personal values are changed and cleared without being seen', async ({ desk, settled }) => {
  await desk.goto(`${settled.server.address}/members/${settled.uid}`)
  await desk.getByRole('button', { name: '编辑', exact: true }).click()
  await dialog(desk).getByRole('button', { name: '清除邮箱' }).click()
  await expect(dialog(desk).getByText('保存后清除')).toBeVisible()
  await dialog(desk).getByRole('button', { name: '更改手机号' }).click()
  await field(desk, '手机号').fill('1380013')
  await desk.getByRole('button', { name: '保存修改' }).click()
  await expect(dialog(desk).getByText('手机号格式不对')).toBeVisible()
  await expect(field(desk, '手机号')).toHaveAttribute('aria-invalid', 'true')
  await expect(field(desk, '手机号')).toHaveAccessibleDescription(/手机号格式不对/)
  for (const name of ['地区', '归属门店', '生日']) {
    const input = dialog(desk).getByLabel(name, { exact: true })
    await expect(input).toHaveAttribute('aria-invalid', 'false')
  }
  await field(desk, '手机号').fill('13800138888')
  await desk.getByRole('button', { name: '保存修改' }).click()
  await expect(dialog(desk)).toBeHidden()
  const profile = desk.getByRole('region', { name: '资料' })
  await expect(profile).toContainText('138****8888')
  await expect(profile).not.toContainText('outlook.com')
})

test('who sees the orders of some stores is told that the totals are of all', async ({
  desk,
  settled: { server, office, uid },
}) => {
  const hint = /全部门店的合计/
  const peek = `members?peek=${uid}`
  await desk.goto(`${server.address}/${peek}`)
  await expect(desk.getByText('客单价').first()).toBeVisible()
  await expect(desk.getByText(hint)).toHaveCount(0)
  const roleIds = [await office.role('门店店员', ['members.view', 'orders.view'], 'own')]
  const storeIds = [await office.storeId('HZ-01')]
  const clerk = { username: 'clerk-xixi', displayName: '小林', roleIds, storeIds }
  await server.comeIn(desk, peek, await office.hireOne(clerk))
  await expect(desk.getByText(hint)).toBeVisible()
  await desk.goto(`${server.address}/members/${uid}`)
  await expect(desk.getByText(hint)).toBeVisible()
})

test('tabs are addresses; notes are written and taken back @long', async ({ desk, settled }) => {
  await desk.goto(`${settled.server.address}/members/${settled.uid}?tab=orders`)
  await expect(desk.getByText('已显示 20 / 27 单')).toBeVisible()
  await desk.getByRole('button', { name: '再取 7 单' }).click()
  await expect(desk.getByText('已显示 27 / 27 单')).toBeVisible()
  await desk.getByRole('tab', { name: '跟进' }).click()
  await expect(desk).toHaveURL(/tab=notes/)
  await desk.getByRole('textbox', { name: '写一条跟进，同事可见' }).fill('想订 8 寸戚风')
  await desk.getByRole('button', { name: '添加记录' }).click()
  await expect(desk.getByText('想订 8 寸戚风')).toBeVisible()
  await desk.getByRole('button', { name: '删除记录' }).click()
  await expect(desk.getByRole('button', { name: '保留' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('button', { name: '删除记录' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await desk.getByRole('button', { name: '删除', exact: true }).click()
  await expect(desk.getByText('还没有记录。')).toBeVisible()
  await expect(desk.getByRole('region', { name: '跟进记录' })).toBeFocused()
  await desk.getByRole('tab', { name: '变更' }).click()
  await expect(desk.getByText(/删除跟进记录/).first()).toBeVisible()

  await desk.goto(`${settled.server.address}/members?peek=${settled.uid}&peekTab=orders`)
  await expect(desk.getByText('已显示 20 / 27 单')).toBeVisible()
  await desk.getByRole('tab', { name: '跟进' }).click()
  await expect(desk).toHaveURL(/peekTab=notes/)
  await desk.reload()
  await expect(desk.getByRole('textbox', { name: '写一条跟进，同事可见' })).toBeVisible()
})

test("a colleague's note is taken away by an administrator alone, and the log names its author", async ({
  desk,
  settled,
  browser,
}) => {
  const url = `${settled.server.address}/members/${settled.uid}?tab=notes`
  const input = { uid: settled.uid, text: '会员要求不再致电' }
  const made = await settled.server.call(desk.context().request, 'members.addNote', input)
  const second = await secondDesk(browser, settled)
  await second.goto(url)
  const theirs = second.getByRole('listitem').filter({ hasText: input.text })
  await expect(theirs).toBeVisible()
  await expect(theirs.getByRole('button', { name: '删除记录' })).toBeHidden()
  const past = await second.request.post(`${settled.server.address}/trpc/members.deleteAnyNote`, {
    data: { uid: settled.uid, noteId: z.object({ id: z.uuid() }).parse(made).id },
  })
  expect(past.status()).toBe(403)
  await second.getByRole('textbox', { name: '写一条跟进，同事可见' }).fill('记错了，是另一位')
  await second.getByRole('button', { name: '添加记录' }).click()
  await expect(second.getByText('记错了，是另一位')).toBeVisible()

  await desk.goto(url)
  const note = desk.getByRole('listitem').filter({ hasText: '记错了，是另一位' })
  await note.getByRole('button', { name: '删除记录' }).click()
  await expect(note.getByText('删除 李娜 写的记录？')).toBeVisible()
  await note.getByRole('button', { name: '删除', exact: true }).click()
  await expect(note).toHaveCount(0)
  await desk.getByRole('tab', { name: '变更' }).click()
  await desk
    .getByText(/删除跟进记录/)
    .first()
    .click()
  await expect(desk.getByRole('region', { name: '变更记录' })).toContainText('李娜')
})

test('disabled with a reason from the drawer, enabled as a batch', async ({ desk }) => {
  await rows(desk)
    .nth(3)
    .getByText(/^\d{12}$/)
    .click()
  const drawer = desk.getByRole('complementary', { name: '会员资料' })
  await drawer.getByRole('button', { name: '停用' }).click()
  await desk.getByRole('textbox', { name: '原因' }).fill('本人要求')
  await desk.getByRole('button', { name: '停用会员' }).click()
  await expect(rows(desk).nth(3)).toContainText('已停用')
  await drawer.getByRole('button', { name: '关闭' }).click()
  for (const index of [3, 4]) await rows(desk).nth(index).getByRole('checkbox').click()
  await desk.getByRole('button', { name: '启用', exact: true }).click()
  await desk.getByRole('textbox', { name: '原因' }).fill('恢复')
  await desk.getByRole('button', { name: '启用 2 位会员' }).click()
  await expect(desk.getByText('已处理 1 位会员，1 位没有变化。')).toBeVisible()
  await expect(rows(desk).nth(3)).toContainText('正常')
})

test('those that are ticked are exported alone, and counted as such', async ({ desk }) => {
  for (const index of [1, 4]) await rows(desk).nth(index).getByRole('checkbox').click()
  await desk.getByRole('region', { name: '批量操作' }).getByRole('button', { name: '导出' }).click()
  await expect(dialog(desk)).toContainText('导出选中的会员，共 2 位。')
  await field(desk, '用途').fill('回访两位会员')
  await dialog(desk).getByRole('button', { name: '导出 2 位会员' }).click()
  await desk.getByRole('link', { name: '查看任务' }).click()
  await expect(desk.getByRole('complementary')).toContainText('导出 2 行')
})

test('an export asks what for, and its job has the file until tomorrow', async ({ desk }) => {
  await desk.getByRole('button', { name: '导出' }).click()
  await dialog(desk)
    .getByRole('button', { name: /^导出 .* 位会员$/ })
    .click()
  await expect(dialog(desk).locator('.form-field.is-wrong')).toContainText('用途')
  await field(desk, '用途').fill('三月会员日短信名单')
  await dialog(desk)
    .getByRole('button', { name: /^导出 .* 位会员$/ })
    .click()
  await desk.getByRole('link', { name: '查看任务' }).click()
  const job = desk.getByRole('complementary')
  await expect(job.getByRole('link', { name: '下载文件' })).toBeVisible()
  await expect(job).toContainText('还有 24 小时')
  await expect(job).toContainText('遮住了一部分')
})

test('orders are exported a row an order or a row an item, with the columns that go with it', async ({
  desk,
  settled,
}) => {
  await desk.goto(`${settled.server.address}/orders?sort=paidFen&paidFenMin=1`)
  await desk.getByRole('button', { name: '导出' }).click()
  await expect(dialog(desk)).toContainText(/导出符合当前条件的订单，共 \d+ 个。/)
  const product = dialog(desk).getByText('商品编码', { exact: true })
  await expect(product).toHaveCount(0)
  await dialog(desk).getByText('已退金额（元）', { exact: true }).click()
  await dialog(desk).getByRole('radio', { name: '商品' }).check({ force: true })
  await expect(product).toBeVisible()
  await expect(dialog(desk).getByRole('checkbox', { name: '商品编码' })).toBeChecked()
  await expect(dialog(desk).getByRole('checkbox', { name: '已退金额（元）' })).not.toBeChecked()
  await dialog(desk)
    .getByRole('button', { name: /^导出 .* 个订单$/ })
    .click()
  await expect(dialog(desk).locator('.form-field.is-wrong')).toContainText('用途')
  await field(desk, '用途').fill('三月门店对账')
  await dialog(desk)
    .getByRole('button', { name: /^导出 .* 个订单$/ })
    .click()
  await desk.getByRole('link', { name: '查看任务' }).click()
  const job = desk.getByRole('complementary')
  await expect(job.getByRole('heading', { name: '导出订单' })).toBeVisible()
  await expect(job.getByRole('link', { name: '下载文件' })).toBeVisible()
})
