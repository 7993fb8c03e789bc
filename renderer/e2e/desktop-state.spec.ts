import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { FAILED, READY, TOO_OLD, fakeDesktop, restarting, unreachable } from './support/desktop.ts'
import type { ServerState } from '../../electron/ipc-contract.ts'
import type { Page } from '@playwright/test'

const calls = (page: Page) => page.evaluate(() => window.fakeShell.calls)
const tell = (page: Page, state: ServerState) =>
  page.evaluate((next) => {
    window.fakeShell.setState(next)
  }, state)

/** The shell adds its own credentials; here a cookie stands for them. */
test('waits for its server, then shows the list', async ({ page, shop }) => {
  await shop.signInAfresh(page.request)
  await fakeDesktop(page, { state: { status: 'starting', home: 'embedded', attempt: 1 } })
  await page.goto(shop.address)
  await expect(page.getByText('正在打开本机数据…')).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
  await tell(page, READY)
  await expect(page.locator('tbody tr')).toHaveCount(50)
  await expect(page.getByRole('button', { name: '退出登录' })).toBeHidden()
})

test('a restart is told in a banner, rows stay, and all is asked again after it', async ({
  page,
  shop,
}) => {
  await shop.signInAfresh(page.request)
  await fakeDesktop(page, { state: READY })
  await page.goto(shop.address)
  await expect(page.locator('tbody tr')).toHaveCount(50)
  await tell(page, restarting(20_000))
  await expect(page.getByRole('status').filter({ hasText: '本机服务中断' })).toBeVisible()
  await expect(page.getByText(/\d+ 秒后重试/)).toBeVisible()
  await expect(page.locator('tbody tr')).toHaveCount(50)
  const asked = page.waitForRequest(/members\.list/)
  await tell(page, READY)
  await asked
  await expect(page.getByText('本机服务中断')).toBeHidden()
})

test('a server that did not start gives reason, code, log, retry and the way out', async ({
  page,
  shop,
}) => {
  await fakeDesktop(page, { state: FAILED })
  await page.goto(shop.address)
  await expect(page.getByRole('alert')).toContainText('本机服务没有启动')
  await expect(page.getByRole('alert')).toContainText('数据密钥与此数据库不符')
  await expect(page.getByText('DATA_KEY_MISMATCH')).toBeVisible()
  await page.getByRole('button', { name: '打开日志文件夹' }).click()
  await page.getByRole('button', { name: '重试', exact: true }).click()
  expect(await calls(page)).toEqual(expect.arrayContaining(['openLogs', 'restartServer']))
  await page.getByRole('button', { name: '更改连接' }).click()
  await expect(page.getByRole('heading', { name: '连接' })).toBeVisible()
})

test('a code that nobody knows still has a sentence @long', async ({ page, shop }) => {
  const state = { ...FAILED, code: '__proto__' }
  await fakeDesktop(page, { state })
  await page.goto(shop.address)
  await expect(page.getByRole('alert')).toContainText('没有预料到的错误')
})

test('a key that is lost or another one is taken back from its exported file', async ({
  page,
  shop,
}) => {
  const result = { ok: false, code: 'WRONG_PASSPHRASE', params: {}, message: 'wrong' } as const
  await fakeDesktop(page, { state: FAILED, result })
  await page.goto(shop.address)
  await page.getByRole('button', { name: '使用导出的密钥' }).click()
  const dialog = page.getByRole('dialog', { name: '使用导出的密钥' })
  const send = dialog.getByRole('button', { name: '使用导出的密钥' })
  await send.click()
  await expect(dialog.getByText('选择密钥文件，或粘贴它的内容。')).toBeVisible()
  await expect(dialog.getByText('填写口令。')).toBeVisible()
  expect((await calls(page)).filter((each) => each.startsWith('useExportedKey'))).toEqual([])

  const file = (text: string) => ({
    name: 'member-desk.key.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  })
  await dialog.locator('input[type=file]').setInputFiles(file('x'.repeat(10_001)))
  await expect(dialog.getByText(/太大了/)).toBeVisible()
  await dialog.locator('input[type=file]').setInputFiles(file('{"roots":"abc"}'))
  await expect(dialog.getByLabel('密钥文件')).toHaveValue('{"roots":"abc"}')
  await dialog.getByLabel('口令', { exact: true }).fill('a long passphrase 44')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/口令不对/)).toBeVisible()
  expect(await calls(page)).toContain('useExportedKey {"roots":"abc"} a long passphrase 44')
  await expectAccessible(page)
})

test('a failure that no key mends offers none', async ({ page, shop }) => {
  await fakeDesktop(page, {
    state: {
      status: 'failed',
      home: 'embedded',
      code: 'SERVER_CRASHED',
      params: { exitCode: 9 },
      message: 'exit code 9',
    },
  })
  await page.goto(shop.address)
  await expect(page.getByRole('alert')).toContainText('本机服务没有启动')
  await expect(page.getByRole('button', { name: '使用导出的密钥' })).toBeHidden()
})

test('an unreachable server is counted down for', async ({ page, shop }) => {
  await fakeDesktop(page, { state: unreachable(30_000) })
  await page.goto(shop.address)
  await expect(page.getByRole('alert')).toContainText('连不上 https://member.example.com')
  await expect(page.getByText(/\d+ 秒后重试/)).toBeVisible()
})

test('an app that is too old says who has to be updated @long', async ({ page, shop }) => {
  await fakeDesktop(page, { state: TOO_OLD })
  await page.goto(shop.address)
  await expect(page.getByRole('alert')).toContainText('这台电脑上的会员台需要更新')
  await expect(page.getByText('9.0.0', { exact: true })).toBeVisible()
})

test('the connection form checks, shows what is wrong at its field, and sends what was typed @long', async ({
  page,
  shop,
}) => {
  await shop.signInAfresh(page.request)
  await fakeDesktop(page, {
    state: READY,
    result: { ok: false, code: 'URL_INSECURE', params: {}, message: 'http' },
  })
  await page.goto(`${shop.address}/connection`)
  // The page is of use before it is known who is signed in, and is drawn anew inside the frame then.
  await expect(page.getByRole('button', { name: /我的账号与外观/ })).toBeVisible()
  await page.getByText('连接到服务器').click()
  await page.getByRole('button', { name: '检查并连接' }).click()
  await expect(page.getByText('填写服务器地址。')).toBeVisible()
  expect((await calls(page)).filter((each) => each.startsWith('setConnection'))).toEqual([])

  await page.getByLabel('服务器地址').fill(' http://member.example.com ')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/必须用 https/)).toBeVisible()
  await expect(page.getByLabel('服务器地址')).toHaveAttribute('aria-invalid', 'true')
  expect(await calls(page)).toContain(
    'setConnection {"home":"remote","url":"http://member.example.com"}',
  )
})

test('the theme is told to the shell @long', async ({ page, shop }) => {
  await shop.signInAfresh(page.request)
  await fakeDesktop(page, { state: READY })
  await page.goto(`${shop.address}/settings`)
  await page.getByText('深色').click()
  await expect.poll(() => calls(page)).toContain('setTheme dark')
})

test("the shell's menu opens the connection page @long", async ({ page, shop }) => {
  await shop.signInAfresh(page.request)
  await fakeDesktop(page, { state: READY })
  await page.goto(`${shop.address}/settings`)
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible()
  await page.evaluate(() => {
    window.fakeShell.openConnection()
  })
  await expect(page.getByRole('heading', { name: '连接' })).toBeVisible()
})

test('a server that gives up before sign-in says so, and its return brings the form back', async ({
  page,
  shop,
}) => {
  await fakeDesktop(page, { state: READY })
  await page.goto(shop.address)
  const form = page.getByLabel('密码', { exact: true })
  await expect(form).toBeVisible()
  await tell(page, unreachable(30_000))
  await expect(page.getByText('连不上', { exact: true })).toBeVisible()
  await expect(page.getByText(/\d+ 秒后重试/)).toBeVisible()
  await expect(form).toBeVisible()
  await tell(page, FAILED)
  await expect(page.getByRole('alert')).toContainText('本机服务没有启动')
  await expect(form).toBeHidden()
  await page.getByRole('button', { name: '更改连接' }).click()
  await expect(page.getByRole('heading', { name: '连接' })).toBeVisible()
  await tell(page, READY)
  await page.getByRole('button', { name: '返回' }).click()
  await expect(form).toBeVisible()
})

test('before sign-in the connection page is reached from the card and from the menu @long', async ({
  page,
  shop,
}) => {
  await fakeDesktop(page, { state: READY })
  await page.goto(shop.address)
  await page.getByRole('button', { name: '切换' }).click()
  await expect(page.getByRole('heading', { name: '连接' })).toBeVisible()
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible()
  await page.evaluate(() => {
    window.fakeShell.openConnection()
  })
  await expect(page.getByRole('heading', { name: '连接' })).toBeVisible()
})

test('a server that is long in answering can be changed for another @long', async ({
  page,
  shop,
}) => {
  await fakeDesktop(page, { state: { status: 'connecting', home: 'remote', attempt: 1 } })
  await page.goto(shop.address)
  await expect(page.getByText('正在连接服务器…')).toBeVisible()
  await page.getByRole('button', { name: '更改连接' }).click()
  await expect(page.getByRole('heading', { name: '连接' })).toBeVisible()
})

/** What moves the window by the mouse, of what is at a place of the page. */
const dragAt = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => getComputedStyle(element).getPropertyValue('-webkit-app-region'))

test('the bar moves the window, and what is clicked on it does not @long', async ({
  page,
  shop,
}) => {
  await fakeDesktop(page, { state: READY })
  await page.goto(shop.address)
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible()
  expect(await dragAt(page, '.md-window-strip')).toBe('drag')
  await shop.signInAfresh(page.request)
  await page.reload()
  await expect(page.locator('tbody tr')).toHaveCount(50)
  expect(await dragAt(page, 'header.md-window-bar')).toBe('drag')
  for (const control of ['[role="tablist"]', '.title-bar__search', 'header .icon-button']) {
    expect(await dragAt(page, control)).toBe('no-drag')
  }
  await page.keyboard.press('Control+k')
  expect(await dragAt(page, 'dialog')).toBe('no-drag')
})
