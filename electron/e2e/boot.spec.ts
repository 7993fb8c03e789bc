import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronArguments, electronExecutable } from './support/paths.ts'
import { expect, serverPid, test } from './support/fixtures.ts'
import { isAlive } from './support/processes.ts'

test('opens the member list of this computer and finds members', async ({ desk }) => {
  await desk.importMembers()
  const { app, page } = await desk.comeIn()
  await expect(page.getByText('夏夏的小厨房')).toBeVisible()
  await expect(page.getByText('138****6207')).toBeVisible()
  await expect(page.getByText('阿远')).toBeVisible()

  const search = page.getByRole('search').getByRole('textbox')
  await search.fill('1234')
  await search.press('Enter')
  await expect(page.getByText('夏夏的小厨房')).toBeHidden()
  await expect(page.getByText('139****1234')).toBeVisible()
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('makes its own data key on first run and opens the same data with it next time', async ({
  desk,
}) => {
  const first = await desk.comeIn({ DATA_KEY: '' })
  await expect(first.page.getByText('还没有会员')).toBeVisible()
  await first.quit()
  const keyFile = join(desk.userData, 'data.key')
  const key = readFileSync(keyFile, 'utf8')

  const second = await desk.launch({ DATA_KEY: '' })
  await expect(second.page.getByText('还没有会员')).toBeVisible()
  expect(readFileSync(keyFile, 'utf8')).toBe(key)
})

test('stops the server when it quits, and nothing is left running', async ({ desk }) => {
  const { app, page, quit } = await desk.comeIn()
  await expect(page.getByText('还没有会员')).toBeVisible()
  const pid = await serverPid(app)
  expect(isAlive(pid)).toBe(true)
  await quit()
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect(desk.log('main')).toContain('ended with exit code 0')
  expect(existsSync(join(desk.userData, 'data', 'member.db-wal'))).toBe(false)
})

test('a second instance brings the first one forward and ends @long', async ({ desk }) => {
  const { app, page } = await desk.comeIn()
  await expect(page.getByText('还没有会员')).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const isVisible = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  expect(await isVisible()).toBe(false)

  const executable = electronExecutable()
  const args = [...electronArguments(executable), `--user-data-dir=${desk.userData}`]
  const second = spawn(executable, args, {
    env: { ...process.env, MEMBER_DESK_TEST: '1' },
    stdio: 'ignore',
  })
  const exitCode = await new Promise((resolve) => second.once('exit', resolve))
  expect(exitCode).toBe(0)
  await expect.poll(isVisible).toBe(true)
})

test('writes no personal data and no query into the log @long', async ({ desk }) => {
  await desk.importMembers()
  const { page, quit } = await desk.comeIn()
  await expect(page.getByText('阿远')).toBeVisible()
  const search = page.getByRole('search').getByRole('textbox')
  await search.fill('13900001234')
  await search.press('Enter')
  await expect(page.getByText('夏夏的小厨房')).toBeHidden()
  await page.evaluate(() => console.error('failed for 13900001234 a@example.com'))
  await expect.poll(() => desk.log('main')).toContain('failed for … …@…')
  await quit()
  const logs = desk.log('main') + desk.log('server')
  expect(logs).not.toContain('13900001234')
  expect(logs).not.toContain('a@example.com')
  expect(logs).not.toContain(desk.dataKey)
})
