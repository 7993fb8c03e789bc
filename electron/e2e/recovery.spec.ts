import { expect, serverPid, test } from './support/fixtures.ts'

test('a killed server comes back and the page works again', async ({ desk }) => {
  await desk.importMembers()
  const { app, page } = await desk.comeIn()
  await expect(page.getByText('阿远')).toBeVisible()
  const pid = await serverPid(app)
  await page.evaluate(() => {
    const seen: string[] = []
    window.desktop.onServerState(({ status }) => {
      seen.push(status)
      document.documentElement.dataset['seen'] = seen.join()
    })
  })
  process.kill(pid, 'SIGKILL')
  await expect(page.locator('html')).toHaveAttribute('data-seen', 'restarting,ready')
  expect(await serverPid(app)).not.toBe(pid)

  const search = page.getByRole('search').getByRole('textbox')
  await search.fill('Lily')
  await search.press('Enter')
  await expect(page.getByText('阿远')).toBeHidden()
  await expect(page.getByRole('cell', { name: /^Lily \d+$/ })).toBeVisible()
})

test('a server that keeps dying is given up with a reason, until the user asks again @long', async ({
  desk,
}) => {
  const { app, page } = await desk.comeIn()
  await expect(page.getByText('还没有会员')).toBeVisible()
  const state = () => page.evaluate(() => window.desktop.getServerState())
  for (let times = 0; times < 4; times++) {
    await expect.poll(() => serverPid(app)).toBeGreaterThan(0)
    await expect.poll(async () => (await state()).status).toBe('ready')
    process.kill(await serverPid(app), 'SIGKILL')
    await expect.poll(async () => (await state()).status).not.toBe('ready')
  }
  expect(await state()).toMatchObject({ status: 'failed', code: 'SERVER_CRASHED' })
  await expect(page.getByText('SERVER_CRASHED')).toBeVisible()
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByText('还没有会员')).toBeVisible()
})

test('requests while there is no server are answered and fail clearly', async ({ desk }) => {
  const { app, page } = await desk.comeIn()
  await expect(page.getByText('还没有会员')).toBeVisible()
  process.kill(await serverPid(app), 'SIGKILL')
  const statuses = await page.evaluate(async () => {
    const seen: number[] = []
    for (let times = 0; times < 1_000 && !seen.includes(503); times++) {
      seen.push((await fetch('/trpc/system.info')).status)
    }
    return [...new Set(seen)]
  })
  expect(statuses).toContain(503)
  expect(statuses.filter((status) => ![200, 502, 503].includes(status))).toEqual([])
})

test('a crashed page is loaded again once @long', async ({ desk }) => {
  const { app, page } = await desk.comeIn()
  await expect(page.getByText('还没有会员')).toBeVisible()
  const crashed = page.waitForEvent('crash')
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await crashed
  const text = () =>
    app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return contents?.isCrashed()
        ? ''
        : String(await contents?.executeJavaScript('document.body.innerText'))
    })
  await expect.poll(text).toContain('还没有会员')
  expect(desk.log('main')).toContain('page process gone')
})
