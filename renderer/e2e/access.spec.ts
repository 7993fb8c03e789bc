import * as OTPAuth from 'otpauth'
import { z } from 'zod'
import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('账号', { exact: true }).fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}
const signInHeading = (page: Page) => page.getByRole('heading', { name: '登录' })

test('name and password let in, and the name is remembered where asked for', async ({
  page,
  shop,
}) => {
  await page.goto(shop.address)
  await expect(signInHeading(page)).toBeVisible()
  await expect(page.getByLabel('账号', { exact: true })).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText('填写账号。')
  await page.getByText('在这台电脑上记住账号').click()
  await signIn(page, 'Admin', shop.administrator.password)
  await expect(page.locator('tbody tr')).toHaveCount(50)
  await page.getByRole('button', { name: /我的账号与外观/ }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByLabel('账号', { exact: true })).toHaveValue('Admin')
  await expect(page.getByLabel('密码', { exact: true })).toBeFocused()
})

test('wrong passwords are said so, and after five the wait counts down @long', async ({
  page,
  shop,
}) => {
  await page.goto(shop.address)
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await signIn(page, 'nobody-here', `wrong password ${attempt}`)
    await expect(page.getByRole('alert')).toHaveText('账号或密码不对。')
  }
  await signIn(page, 'nobody-here', 'wrong password 6')
  await expect(page.getByRole('alert')).toContainText(/密码错误次数过多，\d+ 秒后再试/)
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeDisabled()
  const shown = page.locator('.sign-in-form__problem .md-number')
  const first = await shown.textContent()
  await expect(shown).not.toHaveText(first ?? '')
  await page.getByLabel('账号', { exact: true }).fill('admin')
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled()
})

test('an account with an authenticator is asked for its code @long', async ({ page }) => {
  const server = await TestServer.start()
  try {
    const { request } = page.context()
    await server.signIn(request)
    const { secret } = z
      .object({ secret: z.string() })
      .parse(await server.call(request, 'session.proposeTotp'))
    const totp = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) })
    const code = totp.generate({ timestamp: Date.now() - 30_000 })
    await server.call(request, 'session.enableTotp', { secret, code })
    await page.context().clearCookies()

    await page.goto(server.address)
    await signIn(page, 'admin', server.administrator.password)
    const field = page.getByLabel('动态验证码')
    await expect(field).toBeFocused()
    await expect(page.getByRole('alert')).toBeEmpty()
    await expectAccessible(page)
    await field.pressSequentially('000000')
    await expect(page.getByRole('alert')).toHaveText('动态码不对或已用过，请等下一个。')
    await expect(field).toHaveValue('')
    await expect(field).toBeFocused()
    // As people paste it: with a blank in the middle.
    const right = totp.generate()
    await page.evaluate(
      (text) => {
        const data = new DataTransfer()
        data.setData('text/plain', text)
        document.execCommand('insertText', false, text)
      },
      `${right.slice(0, 3)} ${right.slice(3)}`,
    )
    await expect(page.getByRole('heading', { name: '还没有会员' })).toBeVisible()
  } finally {
    await server.remove()
  }
})

test('a one-time code of an administrator sets a new password @long', async ({ page, shop }) => {
  const { request } = page.context()
  await shop.signIn(request)
  await shop.addColleague(request, 'forgetful', ['operator'])
  const staff = z
    .object({ list: z.array(z.object({ id: z.int() })) })
    .parse(await shop.call(request, 'staff.list', { keyword: 'forgetful' }))
  const { code } = z
    .object({ code: z.string() })
    .parse(await shop.call(request, 'staff.resetPassword', { id: staff.list[0]?.id }))
  await page.context().clearCookies()

  await page.goto(shop.address)
  await page.getByLabel('账号', { exact: true }).fill('forgetful')
  await page.getByRole('button', { name: '忘记密码' }).click()
  await expect(page.getByText('向管理员要一次性重置码')).toBeVisible()
  await expectAccessible(page)
  const set = page.getByRole('button', { name: '设置新密码' })
  await set.click()
  await expect(page.getByText('填写管理员给的重置码。')).toBeVisible()
  await page.getByLabel('重置码', { exact: true }).fill('WRONG')
  await page.getByLabel('新密码', { exact: true }).fill('another quiet path 5')
  await page.getByLabel('再输一次').fill('another quiet path 6')
  await set.click()
  await expect(page.getByText('两次输入不一样。')).toBeVisible()
  await page.getByLabel('再输一次').fill('another quiet path 5')
  await set.click()
  await expect(page.getByText(/重置码不对、已用过或已过期/)).toBeVisible()
  await page.getByLabel('重置码', { exact: true }).fill(code)
  await set.click()
  await expect(page.getByText('新密码已生效')).toBeVisible()
  await signIn(page, 'forgetful', 'another quiet path 5')
  await expect(page.locator('tbody tr')).toHaveCount(50)
})

test('a server that cannot be reached is said so before anything else', async ({ page, shop }) => {
  await page.route(/session\.state/, (route) => route.abort())
  await page.goto(shop.address)
  await expect(page.getByRole('alert')).toContainText('连不上服务器')
  await expect(page.getByText('NETWORK')).toBeVisible()
  await page.unroute(/session\.state/)
  await page.getByRole('button', { name: '重试' }).click()
  await expect(signInHeading(page)).toBeVisible()
})

test('a session that ends asks again and keeps the place', async ({ desk, context, shop }) => {
  await desk.getByLabel('查找会员').getByRole('textbox').fill('Echo')
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('row')).toHaveCount(2)
  await context.clearCookies()
  // The badge of the books may have asked first, by itself.
  await desk.getByRole('button', { name: '刷新' }).or(signInHeading(desk)).first().click()
  await expect(signInHeading(desk)).toBeVisible()
  await expect(desk.getByRole('table')).toBeHidden()
  expect(desk.url()).toContain('keyword=Echo')
  await signIn(desk, 'admin', shop.administrator.password)
  await expect(desk.getByRole('row')).toHaveCount(2)
})

test('nothing of one person is left for another', async ({ desk, context, shop }) => {
  const who = await shop.addColleague(context.request, 'second', ['cashier'])
  await desk.goto(`${shop.address}/members?keyword=Echo`)
  await expect(desk.getByRole('row')).toHaveCount(2)
  await context.clearCookies()
  // The badge of the books may have asked first, by itself.
  await desk.getByRole('button', { name: '刷新' }).or(signInHeading(desk)).first().click()
  await signIn(desk, who.username, who.password)
  await expect(desk.getByRole('button', { name: /^小周/ })).toBeVisible()
  expect(desk.url()).not.toContain('Echo')
})

test('signing out ends the session', async ({ desk }) => {
  await desk.getByRole('button', { name: /我的账号与外观/ }).click()
  await desk.getByRole('button', { name: '退出登录' }).click()
  await expect(signInHeading(desk)).toBeVisible()
  await desk.reload()
  await expect(signInHeading(desk)).toBeVisible()
})

test('nothing is fetched from anywhere else', async ({ page, shop }) => {
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(shop.address)) strangers.push(request.url())
  })
  await shop.comeIn(page)
  await expect(page.getByRole('row')).toHaveCount(51)
  expect(strangers.filter((url) => !url.startsWith('data:'))).toEqual([])
})
