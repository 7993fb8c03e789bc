import { TOTP, Secret } from 'otpauth'
import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { makeStaff } from './support/records.ts'

let made = 0
const fresh = () => `own${Date.now()}${(made += 1)}`

test('a password is changed, and every other session ends @long', async ({
  page,
  shop,
  playwright,
}) => {
  const { request } = page.context()
  await shop.signIn(request)
  const who = await makeStaff(shop, request, {
    username: fresh(),
    displayName: '王磊',
    role: 'finance',
  })
  const elsewhere = await playwright.request.newContext()
  await shop.signIn(elsewhere, who)
  await shop.comeIn(page, 'account', who)
  await expect(page.getByRole('region', { name: '资料' }).getByText('财务')).toBeVisible()
  await expect(page.getByRole('button', { name: /^结束登录/ })).toHaveCount(1)
  const field = (name: string) => page.getByLabel(name, { exact: true })
  await field('当前密码').fill('not my password at all')
  await field('新密码').fill('short')
  await field('再输一次新密码').fill('other')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('新密码不符合下面的要求')).toBeVisible()
  await expect(page.getByText('两次输入的新密码不同')).toBeVisible()
  await field('新密码').fill('another garden path 88')
  await field('再输一次新密码').fill('another garden path 88')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('当前密码不对')).toBeVisible()
  await field('当前密码').fill(who.password)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('密码已修改，其他登录已结束。')).toBeVisible()
  await expect(page.getByText('没有其他登录。')).toBeVisible()
  await expect(shop.call(elsewhere, 'session.list')).rejects.toThrow('UNAUTHENTICATED')
  await shop.signIn(elsewhere, { ...who, password: 'another garden path 88' })
  await elsewhere.dispose()
})

test('a second factor asks for its code from the next sign-in on, and ends with the password @long', async ({
  page,
  shop,
  playwright,
}) => {
  const { request } = page.context()
  await shop.signIn(request)
  const who = await makeStaff(shop, request, {
    username: fresh(),
    displayName: '孙雨',
    role: 'finance',
  })
  await shop.comeIn(page, 'account', who)
  const section = page.getByRole('region', { name: '动态验证码' })
  await section.getByRole('button', { name: '开启动态验证码' }).click()
  await expect(section.getByRole('img', { name: '供验证器扫描的二维码' })).toBeVisible()
  await expectAccessible(page)
  const secret = (await section.locator('code').innerText()).replaceAll(' ', '')
  const field = section.getByLabel('验证器上显示的六位数字')
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const right = totp.generate()
  await field.fill(right === '000000' ? '111111' : '000000')
  await section.getByRole('button', { name: '确认开启' }).click()
  await expect(section.getByText('数字不对')).toBeVisible()
  await field.fill(totp.generate())
  await section.getByRole('button', { name: '确认开启' }).click()
  await expect(page.getByText('下次登录起需要')).toBeVisible()
  await expect(section.getByText('已开启', { exact: true })).toBeVisible()

  const elsewhere = await playwright.request.newContext()
  await expect(shop.signIn(elsewhere, who)).rejects.toThrow('CODE_REQUIRED')
  // The code that turned it on is spent; the next step's is accepted by the allowance for clocks.
  const code = totp.generate({ timestamp: Date.now() + 30_000 })
  await shop.call(elsewhere, 'session.signIn', { ...who, code })
  await elsewhere.dispose()

  await section.getByRole('button', { name: '关闭动态验证码' }).click()
  await section.getByLabel('密码', { exact: true }).fill('not my password at all')
  await section.getByRole('button', { name: '关闭动态验证码' }).click()
  await expect(section.getByText('密码不对')).toBeVisible()
  await section.getByLabel('密码', { exact: true }).fill(who.password)
  await section.getByRole('button', { name: '关闭动态验证码' }).click()
  await expect(page.getByText('以后登录不再需要')).toBeVisible()
})

test('other sessions are ended one by one or all at once @long', async ({
  page,
  shop,
  playwright,
}) => {
  const { request } = page.context()
  await shop.signIn(request)
  const who = await makeStaff(shop, request, {
    username: fresh(),
    displayName: '钱多',
    role: 'finance',
  })
  const others = await Promise.all([1, 2, 3].map(() => playwright.request.newContext()))
  for (const other of others) await shop.signIn(other, who)
  await shop.comeIn(page, 'account', who)
  const section = page.getByRole('region', { name: '登录中的设备' })
  await expect(section.locator('tbody tr')).toHaveCount(4)
  await section
    .getByRole('button', { name: /^结束登录/ })
    .first()
    .click()
  await expect(section.locator('tbody tr')).toHaveCount(3)
  await section.getByRole('button', { name: '结束其他所有登录' }).click()
  await expect(page.getByText('其他登录都已结束。')).toBeVisible()
  await expect(section.locator('tbody tr')).toHaveCount(1)
  for (const other of others) {
    await expect(shop.call(other, 'session.list')).rejects.toThrow('UNAUTHENTICATED')
    await other.dispose()
  }
})

test('a list of sessions that cannot be read leaves the rest of the page @long', async ({
  page,
  shop,
}) => {
  await shop.comeIn(page, 'settings')
  await expect(page.locator('.settings')).toBeVisible()
  await page.route(/session\.list/, (route) => route.abort())
  // Within the page: what it asks for at its start would travel with the list and fail too.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('我的账号')
  await expect(page.getByRole('option', { name: /我的账号/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('登录列表没有取到')
  await expect(page.getByRole('button', { name: '修改密码' })).toBeVisible()
  await page.unroute(/session\.list/)
  await page.getByRole('button', { name: '重试' }).click()
  await expect(
    page.getByText('没有其他登录。').or(page.getByText('结束其他所有登录')),
  ).toBeVisible()
  await expectAccessible(page)
})
