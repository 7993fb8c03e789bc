import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

/** Values that stand nowhere else, each handed to the app in another way. */
const CANARIES = {
  typed: { mobile: '13847261905', email: 'kanarienvogel.eins@example.org', name: '欧阳鸢尾' },
  imported: { mobile: '18672930485', email: 'kanarienvogel.drei@example.org', name: '诸葛翡翠' },
  searched: { mobile: '19183746250' },
}

const VALUES = Object.values(CANARIES).flatMap((person) => Object.values(person))

/** Files of a folder and all below it that hold one of the values, in a form in which bytes lie around. */
function singing(folder: string): string[] {
  const forms = VALUES.flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(Buffer.from(text).toString('base64').slice(0, -4)),
  ])
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return singing(path)
    if (!entry.isFile()) return []
    const bytes = readFileSync(path)
    return forms.some((form) => bytes.includes(form)) ? [path] : []
  })
}

const dialog = (page: Page) => page.getByRole('dialog')
const field = (page: Page, name: string) => dialog(page).getByRole('textbox', { name })

test('nothing that a member told stands in a file of the profile, however it came in @long', async ({
  desk,
}) => {
  const { page, quit } = await desk.comeIn()

  await test.step('typed into the form, and shown whole', async () => {
    const { typed } = CANARIES
    await page.getByRole('button', { name: '新建会员' }).first().click()
    await field(page, '手机号').fill(typed.mobile)
    await field(page, '真实姓名').fill(typed.name)
    await field(page, '邮箱').fill(typed.email)
    await dialog(page).getByRole('button', { name: '新建会员' }).click()
    await page.getByRole('link', { name: '查看', exact: true }).click()
    await expect(page.getByText('138****1905').first()).toBeVisible()
    await page.getByRole('button', { name: '查看手机号' }).first().click()
    const panel = page.getByRole('dialog', { name: '查看完整手机号' })
    await panel.getByRole('button', { name: '核对身份' }).click()
    await panel.getByRole('button', { name: '查看手机号' }).click()
    await expect(page.getByText(typed.mobile)).toBeVisible()
  })

  await test.step('searched for', async () => {
    await page.getByRole('tab', { name: '会员列表' }).click()
    const search = page.getByRole('search').getByRole('textbox').first()
    for (const mobile of [CANARIES.typed.mobile, CANARIES.searched.mobile]) {
      await search.fill(mobile)
      await search.press('Enter')
    }
    await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  })

  await test.step('imported', async () => {
    const { imported } = CANARIES
    const row = ['K-1', imported.mobile, imported.name, imported.email].join(',')
    await page
      .getByRole('navigation', { name: '主导航' })
      .getByRole('link', { name: '导入' })
      .click()
    await page.getByRole('button', { name: '新导入' }).first().click()
    await page.locator('input[type=file]').setInputFiles({
      name: '会员.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`客户编号,手机号,姓名,邮箱\n${row}\n`),
    })
    await page.getByRole('button', { name: '检查，不写入' }).click()
    await page.getByRole('button', { name: '导入 1 行' }).click()
    await expect(page.getByRole('heading', { name: '已导入 1 行' })).toBeVisible()
  })

  await quit()
  expect(singing(desk.userData)).toEqual([])
})
