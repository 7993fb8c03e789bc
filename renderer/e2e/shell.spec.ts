import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import type { Page } from '@playwright/test'

const tabsOf = (page: Page) => page.getByRole('tablist', { name: '打开的页面' }).getByRole('tab')
const tab = (page: Page, name: string) => tabsOf(page).filter({ hasText: name })
async function openPage(page: Page, name: string) {
  const navigation = page.getByRole('navigation', { name: '主导航' })
  await navigation.getByRole('link', { name, exact: true }).click()
  await expect(tab(page, name)).toHaveAttribute('aria-selected', 'true')
}
const saved = (page: Page) => page.waitForResponse(/preferences\.set/)

test('pages open as tabs that keep their address and their order @long', async ({ desk }) => {
  await desk.goto(`${desk.url()}?status=active`)
  await openPage(desk, '设置')
  await openPage(desk, '审计日志')
  await expect(tabsOf(desk)).toHaveText(['会员列表', '设置', '审计日志'])
  await tab(desk, '会员列表').click()
  await expect(desk).toHaveURL(/status=active/)

  await desk.getByRole('heading', { name: '会员列表' }).click()
  const stored = saved(desk)
  await desk.keyboard.press('Control+Shift+ArrowRight')
  await expect(tabsOf(desk)).toHaveText(['设置', '会员列表', '审计日志'])
  await stored
  await desk.reload()
  await expect(tabsOf(desk)).toHaveText(['设置', '会员列表', '审计日志'])
  await expect(tab(desk, '会员列表')).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(desk)
})

test('tabs are walked, pinned and closed by the keyboard @long', async ({ desk }) => {
  await openPage(desk, '设置')
  await openPage(desk, '审计日志')
  await tab(desk, '审计日志').focus()
  await desk.keyboard.press('ArrowLeft')
  await expect(tab(desk, '设置')).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('heading', { name: '设置' })).toBeVisible()
  await desk.keyboard.press('Shift+F10')
  await expect(desk.getByRole('menuitem', { name: '固定标签' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(tabsOf(desk).first()).toContainText('设置')
  await tab(desk, '审计日志').focus()
  await desk.keyboard.press('Delete')
  await expect(tabsOf(desk)).toHaveCount(2)
  await tab(desk, '设置').click({ button: 'right' })
  await desk.getByRole('menuitem', { name: '关闭其他标签' }).click()
  await expect(tabsOf(desk)).toHaveCount(1)
})

test('a middle click closes a tab, and dragging reorders @long', async ({ desk }) => {
  await openPage(desk, '设置')
  await tab(desk, '设置').dragTo(tab(desk, '会员列表'))
  await expect(tabsOf(desk)).toHaveText(['设置', '会员列表'])
  await tab(desk, '会员列表').click({ button: 'middle' })
  await expect(tabsOf(desk)).toHaveText(['设置'])
  await expect(desk.getByRole('heading', { name: '设置' })).toBeVisible()
})

test('only the open page is lit in the sidebar; one without a line lights the one it is reached from', async ({
  desk,
}) => {
  const lit = desk.locator('.side-bar .router-link-active')
  for (const name of ['到期日历', '积分明细']) {
    await desk.goto(new URL(name === '到期日历' ? '/points/expiry' : '/points', desk.url()).href)
    await expect(lit).toHaveText([name])
  }
  await desk.goto(new URL('/audit/reveals', desk.url()).href)
  await expect(lit).toHaveText(['审计日志'])
  await desk.goto(new URL('/points/expiry', desk.url()).href)
  await desk.getByRole('button', { name: '收起侧栏' }).click()
  await expect(lit).toHaveCount(1)
  await expect(lit).toHaveAttribute('aria-label', '积分')
})

test('Ctrl+K finds members, pages and settings, best hit first', async ({ desk }) => {
  await desk.keyboard.press('Control+k')
  const palette = desk.getByRole('dialog', { name: '搜索会员、员工、页面、设置' })
  const field = palette.getByRole('combobox')
  await expect(field).toBeFocused()
  await expectAccessible(desk)
  await desk.keyboard.type('7781')
  await expect(palette.getByRole('option', { name: /Echo 的周末/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await field.fill('林一诺')
  await expect(palette.getByRole('option', { name: /查看全部 16 位会员/ })).toBeVisible()
  await expectAccessible(desk)
  await field.fill('settings')
  await expect(palette.getByRole('option').first()).toHaveText(/设置/)
  await desk.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(desk.getByRole('heading', { name: '设置' })).toBeVisible()
  await desk.keyboard.press('Control+k')
  await field.fill('zzzzzz')
  await expect(palette.getByText('没有找到“zzzzzz”')).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('a page without the right says whom to ask, and the sidebar too @long', async ({
  page,
  shop,
}) => {
  await shop.signIn(page.context().request)
  const cashier = await shop.addColleague(page.context().request, 'cashier1', ['cashier'])
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await shop.comeIn(page, 'staff', cashier)
  await expect(page.getByRole('alert')).toContainText('不能打开“员工”')
  await expect(page.getByRole('alert')).toContainText(/管理员.*审计/)
  expect(asked.filter((url) => url.includes('staff.list'))).toEqual([])
  const line = page
    .getByRole('navigation', { name: '主导航' })
    .getByRole('link', { name: '员工', exact: true })
  await expect(line).toHaveAttribute('aria-disabled', 'true')
  await line.focus()
  await expect(page.getByRole('tooltip').filter({ hasText: /可以请管理员/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '到会员列表' }).click()
  await expect(page.getByRole('heading', { name: '会员列表' })).toBeVisible()
  await expect(page.getByText('小周')).toBeVisible()
  await expect(tabsOf(page)).toHaveText(['会员列表'])
  await page.keyboard.press('Control+k')
  const hit = page.getByRole('option', { name: /审计日志/ })
  await expect(hit).toHaveAttribute('aria-disabled', 'true')
  await expect(hit).toContainText('可以请管理员')
  await hit.click({ force: true })
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page)
})

test('what is typed and not saved is asked for before it is lost', async ({ desk }) => {
  await openPage(desk, '公司')
  const field = desk.getByLabel('公司名称')
  await field.fill('半个名字')
  await openPage(desk, '会员列表')
  await expect(desk.getByRole('heading', { name: '会员列表' })).toBeVisible()
  await tab(desk, '公司').click()
  await expect(field).toHaveValue('半个名字')

  await tab(desk, '公司').press('Delete')
  const dialog = desk.getByRole('dialog', { name: '有内容还没有保存' })
  await expect(dialog).toContainText('公司')
  await expectAccessible(desk)
  await dialog.getByRole('button', { name: '留下继续编辑' }).click()
  await expect(dialog).toBeHidden()
  await expect(field).toHaveValue('半个名字')

  await desk.getByRole('button', { name: /我的账号与外观/ }).click()
  await desk.getByRole('button', { name: '退出登录' }).click()
  await dialog.getByRole('button', { name: '留下继续编辑' }).click()

  const asked = desk.waitForEvent('dialog')
  const reload = desk.reload({ timeout: 5_000 }).catch(() => undefined)
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await reload
  await tab(desk, '公司').press('Delete')
  await dialog.getByRole('button', { name: '丢弃更改' }).click()
  await expect(tabsOf(desk)).toHaveText(['会员列表'])
  await openPage(desk, '公司')
  await expect(field).not.toHaveValue('半个名字')
})

test('a server of another version offers to reload @long', async ({ page, shop }) => {
  await page.route(/system\.info/, async (route) => {
    const answer = await route.fetch()
    const body = await answer.text()
    await route.fulfill({ response: answer, body: body.replace(/"0\.\d+\.\d+"/, '"9.9.9"') })
  })
  await shop.comeIn(page)
  await expect(page.getByText('服务器已更新到 9.9.9')).toBeVisible()
  await expect(page.getByRole('button', { name: '刷新页面' })).toBeVisible()
})

test('a broken line is told with its length until it is back @long', async ({ desk }) => {
  await desk.route(/\/trpc\//, (route) => route.abort())
  await desk.getByRole('button', { name: '刷新', exact: true }).click()
  await expect(desk.getByText(/已中断 \d+ 秒/)).toBeVisible()
  await desk.unroute(/\/trpc\//)
  await desk.getByRole('button', { name: '现在重试' }).click()
  await expect(desk.getByText(/已中断/)).toBeHidden()
  await expect(desk.getByText(/没有更新成功/)).toBeHidden()
})

test('language and theme follow the person to another computer @long', async ({
  desk,
  browser,
  shop,
}) => {
  await desk.getByRole('button', { name: /我的账号与外观/ }).click()
  const stored = saved(desk)
  await desk.getByText('English', { exact: true }).click()
  await stored
  const storedTheme = saved(desk)
  await desk.getByText('Dark', { exact: true }).click()
  await storedTheme
  const other = await browser.newContext({ locale: 'zh-CN' })
  const page = await other.newPage()
  await shop.signIn(other.request)
  await page.goto(shop.address)
  await expect(page.getByRole('heading', { name: 'All members' })).toBeVisible()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await other.close()
})
