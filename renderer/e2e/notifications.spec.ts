import { writeKnownEvents } from './support/events.ts'
import { expect, test } from './support/fixtures.ts'
import { KNOWN } from './support/members.ts'
import { expectAccessible } from './support/axe.ts'
import { TestServer } from './support/server.ts'
import type { Credentials } from './support/server.ts'
import type { Page } from '@playwright/test'

let shop: TestServer
let auditor: Credentials

test.beforeAll(async ({ playwright }) => {
  test.setTimeout(120_000)
  shop = await TestServer.start(Object.values(KNOWN))
  const request = await playwright.request.newContext()
  await shop.signIn(request)
  auditor = await shop.addColleague(request, 'auditor', ['auditor'])
  await writeKnownEvents(shop, request)
  await request.dispose()
})
test.afterAll(() => shop.remove())

const rows = (page: Page) => page.locator('tbody tr')
const dialog = (page: Page) => page.getByRole('dialog')

test('a text is changed with its preview beside it, and turned off @long', async ({ page }) => {
  await shop.comeIn(page, 'notifications')
  const chinese = page.getByRole('listitem').filter({ hasText: '正在使用' })
  await expect(chinese).toContainText('欢迎加入公司名称')
  await expectAccessible(page)

  await chinese.getByRole('button', { name: /编辑/ }).click()
  const preview = dialog(page).getByRole('region', { name: '会员看到的样子' })
  await expect(preview).toContainText('夏夏的小厨房，您好！')
  await dialog(page).getByLabel('标题').fill('欢迎 {mobile}')
  await expect(preview).toContainText('没有 {mobile} 这个占位符')
  await dialog(page).getByRole('button', { name: '保存模板' }).click()
  await expect(dialog(page).getByText(/没有“{mobile}”这个占位符/)).toBeVisible()
  await expectAccessible(page)
  await dialog(page).getByLabel('标题').fill('欢迎，')
  await dialog(page).getByRole('button', { name: '插入昵称' }).click()
  await expect(dialog(page).getByLabel('标题')).toHaveValue('欢迎，{nickname}')
  await expect(preview).toContainText('欢迎，夏夏的小厨房')
  await dialog(page).getByRole('button', { name: '保存模板' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(chinese).toContainText('欢迎，昵称')

  // Somebody else is faster: his text is shown beside what was typed, which can be saved all the same.
  await chinese.getByRole('button', { name: /编辑/ }).click()
  await dialog(page).getByLabel('标题').fill('我写的')
  const theirs = { title: '别人写的', body: '{nickname}，欢迎', isActive: true, version: 2 }
  const key = { event: 'member.registered', channel: 'inApp', language: 'zh' }
  const { request } = page.context()
  await shop.call(request, 'notifications.updateTemplate', { ...key, ...theirs })
  await dialog(page).getByRole('button', { name: '保存模板' }).click()
  const conflict = dialog(page).getByRole('region', { name: /改过这个模板/ })
  await expect(conflict.getByRole('row', { name: /^标题/ })).toContainText('别人写的我写的')
  await expect(dialog(page).getByLabel('正文')).toHaveValue('{nickname}，欢迎')
  await expectAccessible(page)
  await dialog(page).getByRole('button', { name: '保存模板' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(chinese).toContainText('我写的')

  const toggle = chinese.getByRole('switch')
  await toggle.click()
  await expect(toggle).toHaveAttribute('aria-checked', 'false')
  await toggle.click()
  await expect(toggle).toHaveAttribute('aria-checked', 'true')
})

test('what was sent is listed and opens beside the list @long', async ({ page }) => {
  await shop.comeIn(page, 'notifications')
  await page.getByRole('tab', { name: '发送记录' }).click()
  await expect(page).toHaveURL(/\?tab=sent$/)
  const row = rows(page).filter({ hasText: KNOWN.kitchen.nickname })
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: '刷新' }).click()
      return row.count()
    })
    .toBe(1)
  await expect(row).toContainText('已送出')
  await expectAccessible(page)
  await row.click()
  const panel = page.getByRole('complementary', { name: '通知' })
  await expect(panel).toContainText('夏夏的小厨房，您好！')
  await expectAccessible(page)
  await page.reload()
  await expect(panel).toContainText('夏夏的小厨房，您好！')
  await page.keyboard.press('Escape')
  await page.locator('.sent-tab__filter').nth(2).click()
  await page.getByRole('option', { name: '没有送出' }).click()
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await expect(page).toHaveURL(/tab=sent&status=failed/)
})

test('what was sent is found by its member, and stands with the member', async ({ page }) => {
  await shop.comeIn(page, 'notifications?tab=sent')
  const { kitchen } = KNOWN
  const field = page.getByRole('search').getByRole('textbox').first()
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: '刷新' }).click()
      return rows(page).count()
    })
    .toBe(2)
  await field.fill(kitchen.nickname)
  await field.press('Enter')
  await expect(rows(page)).toHaveCount(1)
  await expect(page).toHaveURL(/tab=sent&keyword=/)
  // A mobile is searched for and stays out of the address.
  await field.fill(kitchen.mobile)
  await field.press('Enter')
  await expect(rows(page)).toContainText(kitchen.nickname)
  await expect(page).toHaveURL(/tab=sent$/)
  await page.getByRole('button', { name: '去掉条件：会员查找' }).click()
  await expect(rows(page)).toHaveCount(2)

  await page.goto(`${shop.address}/members`)
  await rows(page)
    .filter({ hasText: kitchen.nickname })
    .getByText(/^\d{12}$/)
    .click()
  const drawer = page.getByRole('complementary', { name: '会员资料' })
  await drawer.getByRole('tab', { name: '通知' }).click()
  await expect(page).toHaveURL(/peekTab=notifications/)
  const panel = drawer.getByRole('region', { name: '会员收到的通知' })
  await expect(panel).toContainText('已送出')
  await expectAccessible(page)
  await panel.getByRole('link', { name: '在发送记录中查看' }).click()
  await expect(page).toHaveURL(/notifications\?tab=sent&memberUid=/)
  await expect(rows(page)).toHaveCount(1)
  await expect(page.locator('.filter-chip')).toContainText(kitchen.nickname)

  await page.goBack()
  await drawer.getByRole('button', { name: '打开会员页' }).click()
  const parts = page.getByRole('tablist', { name: '会员资料的各部分' })
  await parts.getByRole('tab', { name: '通知' }).click()
  await expect(page).toHaveURL(/members\/.*tab=notifications/)
  await expect(page.getByRole('region', { name: '会员收到的通知' })).toContainText(
    '已显示 1 / 1 条',
  )
  await expectAccessible(page)
})

test('what was not delivered says why, is tried again or discarded', async ({ page }) => {
  await shop.comeIn(page, 'notifications?tab=undelivered')
  await expect(page.getByRole('tab', { name: '未送达（2 条待处理）' })).toBeVisible()
  await expect(rows(page)).toHaveCount(3)
  const given = rows(page).filter({ hasText: '处理超时' })
  await expect(given).toContainText('8 / 8 次')
  await expect(given).toContainText('不再自动重试')
  await expect(rows(page).filter({ hasText: '等待重试' })).toContainText('数据库繁忙')
  await expectAccessible(page)

  const act = async (name: string) => {
    await given.getByRole('button', { name: '的更多操作' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await act('放弃')
  await dialog(page).getByRole('button', { name: '放弃通知' }).click()
  await expect(dialog(page).getByText('需要填写')).toBeVisible()
  await dialog(page).getByLabel('原因').fill('已当面告知')
  await expectAccessible(page)
  await dialog(page).getByRole('button', { name: '放弃通知' }).click()
  await expect(rows(page)).toHaveCount(2)

  await page.getByRole('button', { name: '全部重试' }).click()
  await expect(page.getByText('已安排重试 1 条。')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByRole('tab', { name: '未送达', exact: true })).toBeVisible()
  const last = rows(page).filter({ hasText: '等待重试' })
  await last.getByRole('button', { name: '的更多操作' }).click()
  await page.getByRole('menuitem', { name: '立即重试' }).click()
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: '刷新' }).click()
      return page.getByRole('heading', { name: '没有未送达的通知' }).count()
    })
    .toBe(1)
})

test('who may only look changes nothing, and is told whom to ask @long', async ({ page }) => {
  await shop.comeIn(page, 'notifications', auditor)
  const toggle = page.getByRole('switch').first()
  await expect(toggle).toHaveAttribute('aria-disabled', 'true')
  await toggle.dispatchEvent('click')
  await expect(toggle).toHaveAttribute('aria-checked', 'true')
  await expect(page.getByRole('radiogroup')).toHaveCount(0)
  await page.goto(`${shop.address}/notifications?tab=undelivered`)
  await expect(page.getByRole('button', { name: '全部重试' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('a list that cannot be had says so, and the filters stay @long', async ({ page }) => {
  await shop.comeIn(page, 'notifications?tab=sent')
  await page.route(/notifications\.list/, (route) => route.abort())
  await page.reload()
  await expect(page.getByRole('heading', { name: '发送记录没有取到' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: '结果' })).toBeVisible()
})
