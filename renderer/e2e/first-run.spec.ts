import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

const next = (page: Page) => page.getByRole('button', { name: '下一步' })
const PASSWORD = 'a quiet garden path 77'

/** Other machines reach it, so it asks for the token that it printed. */
const startExposed = () => TestServer.startNew({ PUBLIC_URL: 'http://desk.example.com' })

async function fillAdministrator(page: Page, token: string): Promise<void> {
  await page.getByLabel('一次性口令').fill(token)
  await page.getByLabel('姓名', { exact: true }).fill('孙浩')
  await page.getByLabel('账号', { exact: true }).fill('sunhao')
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByLabel('再输一次').fill(PASSWORD)
}

test('a new shop is set up in five steps and its administrator is in', async ({ page }) => {
  test.slow()
  const server = await startExposed()
  try {
    await page.goto(server.address)
    await expect(page.getByRole('heading', { name: '选择运行方式' })).toBeVisible()
    await expect(page.getByText('这个页面来自一台会员台服务器')).toBeVisible()
    await expectAccessible(page)
    await next(page).click()

    await page.getByLabel('密码', { exact: true }).fill('short')
    await next(page).click()
    await expect(page.getByText('填写启动时打印的一次性口令。')).toBeVisible()
    await expect(page.getByText('填写姓名，最多 32 个字。')).toBeVisible()
    await expect(page.getByText('两次输入不一样。')).toBeVisible()
    await expect(page.getByLabel('一次性口令')).toBeFocused()
    await expectAccessible(page)
    await fillAdministrator(page, 'not the token')
    await page.keyboard.press('Enter')

    await expect(page.getByRole('heading', { name: '公司与第一家门店' })).toBeVisible()
    await page.getByLabel('公司名称').fill('沐禾生活')
    await page.getByLabel('门店编号').fill('sh-01')
    await page.getByLabel('门店名称').fill('静安店')
    await expectAccessible(page)
    await page.getByRole('button', { name: '上一步' }).click()
    await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('孙浩')
    await next(page).click()
    await next(page).click()

    await page.getByLabel('第 2 级的成长值').fill('9,000')
    await page.getByLabel('抵扣 1 元需要').fill('0')
    await next(page).click()
    await expect(page.getByText('填写 1 到 1,000,000 的整数。')).toBeVisible()
    await page.getByLabel('抵扣 1 元需要').fill('200')
    await page.getByRole('button', { name: '去掉等级 钻石' }).click()
    await expectAccessible(page)
    await next(page).click()

    await expect(page.getByText('普通 0、黄金 5,000、白银 9,000')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: '完成设置并登录' }).click()
    await expect(page.getByText('启动时打印的一次性口令不对。')).toBeVisible()
    await page.getByLabel('一次性口令').fill(server.firstRunToken)
    // Administrator, company, presets.
    for (let step = 0; step < 3; step += 1) await next(page).click()
    await page.getByRole('button', { name: '完成设置并登录' }).click()

    await expect(page.getByRole('heading', { name: '还没有会员' })).toBeVisible()
    await expect(page.getByRole('button', { name: /^孙浩/ })).toBeVisible()
    const settings = await server.call(page.context().request, 'settings.get')
    expect(settings).toMatchObject({
      company: { name: '沐禾生活', timeZone: 'Asia/Shanghai' },
      presets: { pointsForOneYuan: 200 },
    })
    await page.reload()
    await expect(page.getByRole('heading', { name: '还没有会员' })).toBeVisible()
  } finally {
    await server.remove()
  }
})

test('a common password is sent back to its field with the reason @long', async ({ page }) => {
  const server = await TestServer.startNew()
  try {
    await page.goto(server.address)
    await next(page).click()
    await expect(page.getByLabel('一次性口令')).toBeHidden()
    await page.getByLabel('姓名', { exact: true }).fill('孙浩')
    await page.getByLabel('账号', { exact: true }).fill('sunhao')
    await page.getByLabel('密码', { exact: true }).fill('123456789012')
    await page.getByLabel('再输一次').fill('123456789012')
    await next(page).click()
    await page.getByLabel('公司名称').fill('沐禾生活')
    await page.getByLabel('门店名称').fill('静安店')
    await next(page).click()
    await next(page).click()
    await page.getByRole('button', { name: '完成设置并登录' }).click()
    await expect(page.getByLabel('密码', { exact: true })).toBeFocused()
    await expect(page.getByText('密码不符合要求。')).toBeVisible()
    await expect(page.locator('.is-failed')).toContainText('不在常见密码里')
  } finally {
    await server.remove()
  }
})
