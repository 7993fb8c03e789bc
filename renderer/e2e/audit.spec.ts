import { readFile } from 'node:fs/promises'
import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { makeStaff, revealOne } from './support/records.ts'
import type { Page } from '@playwright/test'

const rows = (page: Page) =>
  page.getByRole('table', { name: '审计日志' }).locator('tbody tr.is-openable')
const panel = (page: Page) => page.getByRole('complementary', { name: '日志内容' })
let made = 0
const fresh = (name: string) => `${name}${Date.now()}${(made += 1)}`

test.describe('audit log', () => {
  test('a change of staff is there with what was and what is @long', async ({ page, shop }) => {
    await shop.comeIn(page, 'settings')
    const { request } = page.context()
    const username = fresh('lin')
    const { id } = await makeStaff(shop, request, {
      username,
      displayName: '林晓雯',
      role: 'operator',
    })
    await shop.signIn(request)
    await shop.call(request, 'staff.update', {
      id,
      displayName: '林晓雯文',
      roleIds: [3],
      storeIds: [],
    })
    await page.goto(`${shop.address}/audit?targetType=adminUser&targetId=${id}`)
    await rows(page).filter({ hasText: '改员工资料' }).click()
    await expect(panel(page).getByRole('heading', { name: '改员工资料' })).toBeFocused()
    await expect(panel(page).locator('del')).toHaveText([/林晓雯$/, /运营$/])
    await expect(panel(page).locator('ins')).toHaveText([/林晓雯文$/, /收银$/])
    await expect(panel(page).getByText('127.0.0.1')).toBeVisible()
    await expect(panel(page).locator('.audit-related')).toContainText('新增员工')
    await expect(panel(page).getByText('与前一条相连')).toBeVisible()
    await expectAccessible(page)
    await page.reload()
    await expect(panel(page).getByRole('heading', { name: '改员工资料' })).toBeVisible()
  })

  test('keys step through the entries and Escape gives the row its focus back @long', async ({
    page,
    shop,
  }) => {
    await shop.comeIn(page, 'audit')
    await rows(page).first().focus()
    await page.keyboard.press('Enter')
    await expect(panel(page)).toBeVisible()
    const first = page.url()
    await page.keyboard.press('j')
    await expect(page).not.toHaveURL(first)
    await page.keyboard.press('k')
    await expect(page).toHaveURL(first)
    await page.keyboard.press('Escape')
    await expect(panel(page)).toBeHidden()
    await expect(rows(page).first()).toBeFocused()
  })

  test('a reveal is there with its reason, and in the report @long', async ({ page, shop }) => {
    await shop.comeIn(page, 'settings')
    const reason = fresh('顾客来电改号 ')
    await revealOne(shop, page.context().request, reason)
    await page.goto(`${shop.address}/audit/reveals`)
    const line = page.getByRole('row', { name: /孙浩/ })
    await expect(line).toContainText('正常')
    await expectAccessible(page)
    await line.getByRole('link', { name: '查看日志' }).click()
    await expect(page).toHaveURL(/action=personal\.reveal/)
    await rows(page).filter({ hasText: reason }).click()
    await expect(panel(page).getByText(reason, { exact: true })).toBeVisible()
    await expect(panel(page).getByText('手机号', { exact: true })).toBeVisible()
    expect(await panel(page).innerText()).not.toMatch(/\b1[3-9]\d{9}\b/)
  })

  test('conditions are in the address, and one that fits nothing can be dropped @long', async ({
    page,
    shop,
  }) => {
    await shop.comeIn(page, 'audit')
    await expect(rows(page).first()).toBeVisible()
    await page.getByRole('combobox', { name: '动作' }).press('Enter')
    await page.getByRole('option', { name: '删除角色' }).click()
    await expect(page).toHaveURL(/action=role\.delete/)
    await expect(page.getByText('没有符合条件的记录')).toBeVisible()
    await page.getByRole('button', { name: '清空条件' }).last().click()
    await expect(rows(page).first()).toBeVisible()
    await page.getByRole('combobox', { name: '时间' }).press('Enter')
    await page.getByRole('option', { name: '今天' }).click()
    await expect(page).toHaveURL(/period=today/)
    await expect(rows(page).first()).toBeVisible()
    await page.goto(`${shop.address}/audit?period=custom&first=2020-01-01&last=2020-01-31`)
    await expect(page.getByText('没有符合条件的记录')).toBeVisible()
    await expectAccessible(page)
  })

  test('an export holds exactly the rows of the filter', async ({ page, shop }) => {
    await shop.comeIn(page, 'audit?action=staff.create')
    const shown = await rows(page).count()
    await page.getByRole('button', { name: '导出' }).click()
    const link = page.getByRole('link', { name: /下载 \d+ 行/ })
    await expect(link).toBeVisible()
    const count = await page.getByText(/^共 [\d,]+ 条$/).innerText()
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    const text = await readFile(await download.path(), 'utf8')
    const lines = text.trim().split('\n')
    expect(lines[0]).toContain('seq,at,actorKind')
    expect(lines.length - 1).toBe(Number(count.replaceAll(/\D/g, '')))
    expect(lines.slice(1).every((line) => line.includes('staff.create'))).toBe(true)
    expect(shown).toBeLessThanOrEqual(lines.length - 1)
  })

  test('a check started here ends with the state of the chain @long', async ({ page, shop }) => {
    await shop.comeIn(page, 'audit')
    await page.getByRole('button', { name: '现在核验' }).click()
    await expect(page.getByText('核验完成')).toBeVisible()
    await expect(page.getByText(/链完整 · [\d,]+ 条/)).toBeVisible()
    await page.getByRole('link', { name: '查看任务' }).click()
    await expect(page.getByText('每一条都与写入时一致')).toBeVisible()
  })

  test('who may not export sees whom to ask @long', async ({ page, shop }) => {
    const { request } = page.context()
    await shop.signIn(request)
    const name = fresh('只看日志').slice(-30)
    const role = await shop.call(request, 'roles.create', {
      name,
      permissions: ['audit.view'],
      scope: 'all',
    })
    expect(role).toBeTruthy()
    const who = await makeStaff(shop, request, {
      username: fresh('viewer').slice(0, 32),
      displayName: '只看',
      role: 'auditor',
    })
    const roles = await shop.call(request, 'roles.list')
    const own = (roles as { id: number; name: string }[]).find((each) => each.name === name)
    await shop.signIn(request)
    await shop.call(request, 'staff.update', {
      id: who.id,
      displayName: '只看',
      roleIds: [own?.id],
      storeIds: [],
    })
    await shop.comeIn(page, 'audit', who)
    const button = page.getByRole('button', { name: /导出/ })
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAccessibleDescription(/审计/)
    await button.click({ force: true })
    await expect(page.getByText('正在导出')).toBeHidden()
    await expect(page.getByRole('combobox', { name: '操作人' })).toBeDisabled()
    await expectAccessible(page)
  })

  test('a log that cannot be read says so and keeps the filters @long', async ({ page, shop }) => {
    // One's own preferences are read before, as they would travel with the list and fail too.
    await shop.comeIn(page, 'jobs')
    await expect(page.getByRole('search')).toBeVisible()
    await page.route(/audit\.list/, (route) => route.abort())
    await page.getByRole('link', { name: '审计日志', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('审计日志没有取到')
    await expect(page.getByRole('search')).toBeVisible()
    await page.unroute(/audit\.list/)
    await page.getByRole('button', { name: '重试', exact: true }).click()
    await expect(rows(page).first()).toBeVisible()
  })
})
