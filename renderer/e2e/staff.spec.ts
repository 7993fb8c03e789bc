import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { Office, choosePassword, PASSWORD } from './support/people.ts'
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

const rows = (page: Page) => page.locator('tbody tr')
const dialog = (page: Page) => page.getByRole('dialog')
const toast = (page: Page) => page.locator('.md-toast')
const bar = (page: Page) => page.getByRole('region', { name: '批量操作' })
const drawer = (page: Page) => page.locator('.peek-drawer')

async function chooseRole(page: Page, name: string): Promise<void> {
  const field = dialog(page).getByRole('combobox', { name: '角色' })
  await field.press('ArrowDown')
  await page.getByRole('option', { name }).click()
  await field.press('Escape')
  await expect(page.getByRole('option', { name })).toBeHidden()
}

test('a new account opens with its one-time code and may do what its role says', async ({
  page,
  browser,
}) => {
  await shop.comeIn(page, 'staff')
  await page.getByRole('button', { name: '新建员工' }).click()
  await dialog(page).getByLabel('账号').fill('Li.Na')
  await dialog(page).getByLabel('姓名').fill('李娜')
  await chooseRole(page, '审计')
  await dialog(page).getByRole('button', { name: '新建员工' }).click()

  const code = (await page.locator('.one-time-codes__code').textContent()) ?? ''
  expect(code.length).toBeGreaterThan(20)
  await expectAccessible(page)
  await dialog(page).getByRole('button', { name: '已交给本人' }).click()
  await expect(rows(page).filter({ hasText: '李娜' })).toContainText('li.na')
  await expect.poll(() => page.content()).not.toContain(code)

  await choosePassword(shop, code)
  const other = await (await browser.newContext()).newPage()
  await shop.comeIn(other, 'staff', { username: 'li.na', password: PASSWORD })
  await expect(rows(other)).not.toHaveCount(0)
  const create = other.getByRole('button', { name: '新建员工' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await create.focus()
  await expect(create).toHaveAccessibleDescription(/可以请管理员处理/)
  await create.press('Enter')
  await expect(dialog(other)).toHaveCount(0)
  await other.context().close()
})

test('a name that is taken is told at its field, and the form keeps what was typed @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'staff')
  await page.getByRole('button', { name: '新建员工' }).click()
  await dialog(page).getByLabel('账号').fill('admin')
  await dialog(page).getByLabel('姓名').fill('另一位')
  await chooseRole(page, '收银')
  await dialog(page).getByRole('button', { name: '新建员工' }).click()
  await expect(dialog(page).getByText('账号 admin 已被使用。')).toBeVisible()
  await expect(dialog(page).getByLabel('账号')).toBeFocused()
  await expect(dialog(page).getByLabel('姓名')).toHaveValue('另一位')

  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: '有内容还没有保存' })
  await expect(question).toContainText('新建员工')
  await question.getByRole('button', { name: '丢弃更改' }).click()
  await expect(dialog(page)).toHaveCount(0)
})

test('a pasted list makes thirty accounts, and a wrong line is named before @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'staff')
  await page.getByRole('button', { name: '新建员工' }).click()
  await dialog(page).getByText('多位').click()
  const lines = Array.from({ length: 30 }, (_, index) => `crew${index},店员${index}`)
  await dialog(page)
    .getByLabel('员工名单')
    .fill([...lines, 'crew3,重复'].join('\n'))
  await expect(dialog(page).getByText('第 31 行：账号 crew3 重复')).toBeVisible()
  await chooseRole(page, '收银')
  await dialog(page)
    .getByRole('button', { name: /新建 30 位员工/ })
    .click()
  await expect(dialog(page).getByText('名单为空，或有需要改正的行。')).toBeVisible()

  await dialog(page).getByLabel('员工名单').fill(lines.join('\n'))
  await dialog(page)
    .getByRole('button', { name: /新建 30 位员工/ })
    .click()
  await expect(page.locator('.one-time-codes tbody tr')).toHaveCount(30)
  await page.keyboard.press('Escape')
  await expect(dialog(page).getByRole('alert')).toHaveText('关闭后不能再看到这些码。')
  await dialog(page).getByRole('button', { name: '仍然关闭' }).click()
  await page.goto(`${shop.address}/staff?keyword=crew`)
  await expect(page.getByText('共 30 位')).toBeVisible()
})

test('a disabled account is out with its next request, and the reason is asked for', async ({
  page,
  browser,
}) => {
  const operator = await office.builtIn('operator')
  const who = await office.hireOne({ username: 'wang', displayName: '王伟', roleIds: [operator] })
  const other = await (await browser.newContext()).newPage()
  await shop.comeIn(other, 'stores', who)
  await expect(other.getByRole('heading', { name: '门店', exact: true })).toBeVisible()

  await shop.comeIn(page, `staff?peek=${who.id}`)
  await drawer(page).getByRole('button', { name: '停用' }).click()
  await dialog(page).getByRole('button', { name: '停用员工' }).click()
  await expect(dialog(page).getByText('需要填写')).toBeVisible()
  await expectAccessible(page)
  await dialog(page).getByLabel('原因').fill('已离职')
  await dialog(page).getByRole('button', { name: '停用员工' }).click()
  await expect(toast(page)).toContainText('已停用 王伟')
  await expect(drawer(page)).toContainText('已停用')

  await other.getByRole('button', { name: '刷新' }).click()
  await expect(other.getByRole('heading', { name: '登录' })).toBeVisible()
  await other.context().close()
})

test('what may not be done to oneself is shown with the reason @long', async ({ page }) => {
  await shop.comeIn(page, 'staff?peek=1')
  const disable = drawer(page).getByRole('button', { name: '停用' })
  await expect(disable).toHaveAttribute('aria-disabled', 'true')
  await expect(disable).toHaveAccessibleDescription(/不能对自己的账号这样做/)
})

test('the drawer steps with J and K, is in the address and gives the focus back @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'staff')
  await rows(page).first().getByRole('link').click()
  await expect(drawer(page)).toBeVisible()
  const url = page.url()
  await page.keyboard.press('j')
  await expect(page).not.toHaveURL(url)
  await page.keyboard.press('k')
  await expect(page).toHaveURL(url)
  await page.reload()
  await expect(drawer(page)).toBeVisible()
  await page.getByRole('tab', { name: '资料' }).press('ArrowRight')
  await expect(page.getByRole('tab', { name: '登录设备' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toHaveCount(0)
  await expect(rows(page).first()).toBeFocused()
  await rows(page).first().getByText('admin', { exact: true }).click()
  await expect(drawer(page)).toBeVisible()
  await page.goBack()
  await expect(drawer(page)).toHaveCount(0)
})

test('a search that is kept out of the address stays while an account is looked at @long', async ({
  page,
}) => {
  const operator = await office.builtIn('operator')
  await office.hire([{ username: '13800138000', displayName: '有号', roleIds: [operator] }])
  await shop.comeIn(page, 'staff')
  await page.getByRole('textbox', { name: '查找员工' }).fill('13800138')
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(1)
  await rows(page).first().press('Enter')
  await expect(drawer(page)).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toHaveCount(0)
  await expect(rows(page)).toHaveCount(1)
  await expect(page).toHaveURL(/staff$/)
})

test('the menu of a row is reached, used and left by keys @long', async ({ page }) => {
  const operator = await office.builtIn('operator')
  await office.hire([{ username: 'menu.one', displayName: '菜单', roleIds: [operator] }])
  await shop.comeIn(page, 'staff?keyword=menu.one')
  const button = rows(page).getByRole('button', { name: '菜单 的更多操作' })
  const item = (name: string) => page.getByRole('menuitem', { name })
  await rows(page).first().focus()
  await page.keyboard.press('Tab')
  await expect(rows(page).getByRole('checkbox')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(item('编辑')).toBeFocused()
  await page.keyboard.press('End')
  await expect(item('停用')).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(item('停用')).toBeHidden()
  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByLabel('姓名')).toHaveValue('菜单')
  await expect(drawer(page)).toHaveCount(0)
  await page.keyboard.press('Escape')

  await page.goto(`${shop.address}/staff?keyword=admin`)
  await rows(page).getByRole('button', { name: '的更多操作' }).click()
  await expect(item('停用')).toHaveAttribute('aria-disabled', 'true')
  await expect(item('停用')).toHaveAccessibleDescription(/不能对自己的账号这样做/)
})

test('all that match are worked on, also on other pages, without those taken out @long', async ({
  page,
}) => {
  const operator = await office.builtIn('operator')
  const many = Array.from({ length: 25 }, (_, index) => ({
    username: `many${String(index).padStart(2, '0')}`,
    displayName: `许多${index}`,
    roleIds: [operator],
  }))
  await office.hire(many)
  await shop.comeIn(page, 'staff?keyword=many&pageSize=20')
  await expect(rows(page)).toHaveCount(20)
  const box = (index: number) => rows(page).nth(index).getByRole('checkbox')
  await box(1).click()
  await box(4).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('已选 4 项')
  await page.keyboard.press('Escape')
  await expect(bar(page)).toHaveCount(0)

  await page.getByRole('checkbox', { name: '选择本页' }).click()
  await expect(bar(page)).toContainText('已选 20 项')
  await bar(page).getByRole('button', { name: '选择全部 25 项' }).click()
  await box(3).click()
  await expect(bar(page)).toContainText('已选 24 项')
  await expectAccessible(page)
  await page.getByRole('button', { name: '下一页' }).click()
  await expect(rows(page)).toHaveCount(5)
  await expect(rows(page).getByRole('checkbox', { checked: true })).toHaveCount(5)

  await bar(page).getByRole('button', { name: '停用' }).click()
  await expect(page.getByRole('dialog', { name: '停用 24 位员工' })).toBeVisible()
  await dialog(page).getByLabel('原因').fill('换季停岗')
  await dialog(page).getByRole('button', { name: '停用 24 位' }).click()
  await expect(bar(page)).toHaveCount(0)
  await expect(toast(page).filter({ hasText: '已处理 24 位' })).toBeVisible()
  await expect(rows(page).filter({ hasText: '已停用' })).toHaveCount(5)
  await page.goto(`${shop.address}/staff?keyword=many&status=active`)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('many03')
})

test('many are disabled as a job, and the last administrator is left alone', async ({ page }) => {
  await shop.comeIn(page, 'staff?pageSize=100')
  await rows(page).first().getByRole('checkbox').click()
  await page.getByRole('button', { name: /选择全部/ }).click()
  await bar(page).getByRole('button', { name: '停用' }).click()
  await dialog(page).getByLabel('原因').fill('换季停岗')
  await dialog(page)
    .getByRole('button', { name: /停用 \d+ 位/ })
    .click()
  await expect(toast(page).filter({ hasText: '1 位没有处理' })).toBeVisible()
  await expect(rows(page).filter({ hasText: '正常' })).toHaveCount(1)
})

test('who sees his own stores only finds the staff of these and no others @long', async ({
  browser,
}) => {
  const here = await office.store('HERE', '这家店')
  const there = await office.store('THERE', '那家店')
  const manager = await office.role('本店店长', ['staff.view', 'stores.view', 'roles.view'], 'own')
  const cashier = await office.builtIn('cashier')
  const who = await office.hireOne({
    username: 'manager',
    displayName: '店长',
    roleIds: [manager],
    storeIds: [here],
  })
  await office.hire([
    { username: 'near', displayName: '近处', roleIds: [cashier], storeIds: [here] },
    { username: 'far', displayName: '远处', roleIds: [cashier], storeIds: [there] },
  ])
  const page = await (await browser.newContext()).newPage()
  await shop.comeIn(page, 'staff', who)
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByText('远处')).toHaveCount(0)
  await page.goto(`${shop.address}/stores`)
  await expect(rows(page)).toHaveCount(1)
  await page.context().close()
})

test('what was done to somebody is a tab beside the list @long', async ({ page }) => {
  const cashier = await office.builtIn('cashier')
  const operator = await office.builtIn('operator')
  const [made] = await office.hire([
    { username: 'moved', displayName: '周换岗', roleIds: [cashier] },
  ])
  const id = made?.id ?? 0
  const input = { id, displayName: '周换岗', roleIds: [operator], storeIds: [] }
  await office.server.call(office.api, 'staff.update', input)
  await shop.comeIn(page, `staff?peek=${id}`)
  await page.getByRole('tab', { name: '变更记录' }).click()
  const history = page.getByRole('region', { name: '变更记录' })
  await history.getByRole('button', { name: /改员工资料/ }).click()
  await expect(history.locator('del')).toHaveText(/收银/)
  await expect(history.locator('ins')).toHaveText(/运营/)
  await expectAccessible(page)
})
