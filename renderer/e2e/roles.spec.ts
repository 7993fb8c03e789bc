import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { Office } from './support/people.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

let shop: TestServer
let office: Office

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await TestServer.start()
  office = await Office.open(shop)
})
test.afterAll(async () => {
  await office.api.dispose()
  await shop.remove()
})

const dialog = (page: Page) => page.getByRole('dialog')
const right = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
const save = (page: Page) => page.getByRole('button', { name: '保存修改' })

test('a role made with two rights gives them to who has it, with the next request', async ({
  page,
  browser,
}) => {
  await shop.comeIn(page, 'roles')
  await page.getByRole('button', { name: '新建角色' }).click()
  await dialog(page).getByLabel('名称').fill('店长')
  await dialog(page).getByRole('button', { name: '新建角色' }).click()
  await expect(page.getByRole('link', { name: /店长/ })).toHaveAttribute('aria-current', 'true')
  const id = Number(new URL(page.url()).searchParams.get('role'))
  const who = await office.hireOne({ username: 'boss', displayName: '店长', roleIds: [id] })
  const other = await (await browser.newContext()).newPage()
  await shop.comeIn(other, 'stores', who)
  await expect(other.getByRole('alert')).toContainText('不能打开“门店”')

  await right(page, '查看门店').click()
  await right(page, '管理门店').click()
  await save(page).click()
  await expect(dialog(page)).toContainText('查看门店')
  await expectAccessible(page)
  await dialog(page).getByRole('button', { name: '保存角色' }).click()
  await expect(page.locator('.md-toast').filter({ hasText: '已保存角色 店长' })).toBeVisible()

  await other.reload()
  await other.getByRole('button', { name: '新建门店' }).first().click()
  await expect(dialog(other)).toBeVisible()
  await other.context().close()
})

test('a built-in role cannot be changed; a copy of it can @long', async ({ page }) => {
  await shop.comeIn(page, 'roles?role=1')
  await expect(right(page, '管理员工')).toHaveAttribute('aria-disabled', 'true')
  await right(page, '管理员工').press('Space')
  await expect(right(page, '管理员工')).toBeChecked()
  await page.getByRole('button', { name: '复制为新角色' }).click()
  await dialog(page).getByRole('button', { name: '复制为新角色' }).click()
  await right(page, '管理员工').click()
  await expect(save(page)).toBeVisible()
})

test('changes that are not saved are asked about before another role is shown @long', async ({
  page,
}) => {
  const id = await office.role('督导', ['stores.view'])
  await shop.comeIn(page, `roles?role=${id}`)
  await right(page, '查看会员').click()
  await page.locator('.role-list').getByRole('link', { name: /审计/ }).click()
  await expect(dialog(page)).toContainText('角色 督导')
  await dialog(page).getByRole('button', { name: '留下继续编辑' }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(right(page, '查看会员')).toBeChecked()
  await page.locator('.role-list').getByRole('link', { name: /审计/ }).click()
  await dialog(page).getByRole('button', { name: '丢弃更改' }).click()
  await expect(page.locator('.role-list').getByRole('link', { name: /审计/ })).toHaveAttribute(
    'aria-current',
    'true',
  )
})

test('a role keeps what was changed while another tab is in front @long', async ({ page }) => {
  const id = await office.role('巡店', ['stores.view'])
  await shop.comeIn(page, `roles?role=${id}`)
  await right(page, '查看会员').click()
  const menu = page.getByRole('navigation', { name: '主导航' })
  await menu.getByRole('link', { name: '门店' }).click()
  await expect(page.getByRole('heading', { name: '门店' })).toBeVisible()
  const openPages = page.getByRole('tablist', { name: '打开的页面' })
  await openPages.getByRole('tab', { name: '角色与权限' }).click()
  await expect(right(page, '查看会员')).toBeChecked()
  await openPages.getByRole('tab', { name: '角色与权限' }).press('Delete')
  await expect(page.getByRole('dialog', { name: '有内容还没有保存' })).toContainText('角色 巡店')
})

test('what was done to a role is told in the names of its rights @long', async ({ page }) => {
  const id = await office.role('仓管', ['stores.view'], 'own')
  await office.server.call(office.api, 'roles.update', {
    id,
    name: '仓管',
    permissions: ['stores.view', 'members.view'],
    scope: 'all',
  })
  await shop.comeIn(page, `roles?role=${id}`)
  await page.getByRole('tab', { name: '变更记录' }).click()
  const history = page.getByRole('region', { name: '变更记录' })
  await history.getByRole('button', { name: /改角色权限/ }).click()
  await expect(history.locator('ins')).toHaveCount(2)
  await expect(history.locator('ins').filter({ hasText: '查看会员' })).toBeVisible()
  await expect(history.locator('ins').filter({ hasText: '全部门店' })).toBeVisible()
  await expect(history.locator('del')).toHaveText(/所属门店/)
  await expectAccessible(page)
  await history.getByRole('link', { name: '在审计日志中查看' }).click()
  await expect(page.getByRole('heading', { name: '审计日志' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '仓管' })).toHaveCount(2)
})

test('nobody gives a right that he does not have himself @long', async ({ browser }) => {
  const maker = await office.role('角色管理', ['roles.view', 'roles.manage', 'stores.view'])
  const small = await office.role('小角色', ['stores.view'])
  const who = await office.hireOne({ username: 'maker', displayName: '管角色', roleIds: [maker] })
  const page = await (await browser.newContext()).newPage()
  await shop.comeIn(page, `roles?role=${small}`, who)
  await expect(right(page, '管理员工')).toHaveAttribute('aria-disabled', 'true')
  await expect(right(page, '管理员工')).toHaveAccessibleDescription(/你没有此权限/)
  await expect(right(page, '查看角色')).not.toHaveAttribute('aria-disabled', 'true')
  await page.context().close()
})

test('a role is deleted only when nobody has it, and its name has to be typed @long', async ({
  page,
}) => {
  const used = await office.role('在用', ['stores.view'])
  const free = await office.role('闲置', ['stores.view'])
  await office.hire([{ username: 'keeper', displayName: '在用者', roleIds: [used] }])
  await shop.comeIn(page, `roles?role=${used}`)
  await expect(page.getByRole('button', { name: '删除' })).toHaveAccessibleDescription(/仍有 1 位/)
  await page.goto(`${shop.address}/roles?role=${free}`)
  await page.getByRole('button', { name: '删除' }).click()
  const confirm = dialog(page).getByRole('button', { name: '删除角色' })
  await expect(confirm).toBeDisabled()
  await dialog(page).getByRole('textbox').fill('闲置')
  await confirm.click()
  await expect(page.getByRole('link', { name: /闲置/ })).toHaveCount(0)
})
