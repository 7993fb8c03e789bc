import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { built } from './support/paths.ts'
import { start } from './support/processes.ts'
import { call, waitForServer } from './support/staff.ts'

const PASSPHRASE = 'a long passphrase 44'
/** The key lies in the shell's own file, not in the environment of the test. */
const OWN_KEY = { DATA_KEY: '' }

const keyIdOf = async (page: Page): Promise<string> =>
  /"keyId":"([0-9a-f]+)"/.exec((await call(page, 'keys.state')).text)?.[1] ?? ''

test('the data key is exported and changed in the window, over the restart of the server @long', async ({
  desk,
}) => {
  test.setTimeout(120_000)
  const { page, app } = await desk.comeIn(OWN_KEY)
  const keyFile = () => readFileSync(join(desk.userData, 'data.key'), 'utf8')
  const before = keyFile()
  const keyId = await keyIdOf(page)
  await page.goto('app://admin/settings')
  const section = page.locator('#data-key')
  await expect(section.getByText('还没有这个密钥的副本')).toBeVisible()

  const copy = join(desk.userData, 'copy.key.json')
  await app.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path))
  }, copy)
  await section.getByRole('button', { name: '导出密钥' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
  await dialog.getByLabel('再输一遍口令').fill('something else 44')
  await dialog.getByRole('button', { name: '导出密钥' }).click()
  await expect(dialog.getByText('两遍口令不一样')).toBeVisible()
  await dialog.getByLabel('再输一遍口令').fill(PASSPHRASE)
  await dialog.getByRole('button', { name: '导出密钥' }).click()
  await dialog.getByRole('button', { name: '已放到安全的地方' }).click()
  await expect(section.getByText('还没有这个密钥的副本')).toBeHidden()
  await expect.poll(() => (existsSync(copy) ? readFileSync(copy, 'utf8') : '')).toContain(keyId)

  await section.getByRole('button', { name: '更换密钥' }).click()
  await dialog.getByLabel('原因').fill('每年更换')
  await dialog.getByRole('button', { name: '更换密钥' }).click()
  await expect(page.getByText('密钥已更换，请重新导出副本。')).toBeVisible({ timeout: 60_000 })
  await waitForServer(page)
  expect(await keyIdOf(page)).not.toBe(keyId)
  // The old key is gone from the file, and the copy says nothing about the new one.
  await expect.poll(() => keyFile().includes('previous')).toBe(false)
  expect(keyFile()).not.toBe(before)
  await expect(section.getByText('还没有这个密钥的副本')).toBeVisible()
})

test('the command line opens the closed app by the exported key, and not the open one @long', async ({
  desk,
}) => {
  const { page, quit } = await desk.comeIn(OWN_KEY)
  const { text } = await call(page, 'keys.export', { passphrase: PASSPHRASE })
  const answer = JSON.parse(text) as { result: { data: { text: string } } }
  const copy = join(desk.userData, 'copy.key.json')
  writeFileSync(copy, answer.result.data.text)
  const stats = () => {
    const args = ['stats', '--json', '--data-dir', desk.userData, '--key', copy]
    const env = { ...process.env, DATA_KEY: '' }
    return start(process.execPath, [built('server/cli.cjs'), ...args], env, `${PASSPHRASE}\n`)
  }
  const refused = stats()
  expect(await refused.exited()).toBe(1)
  expect(refused.output()).toContain('DATABASE_IN_USE')
  await quit()
  const opened = stats()
  expect(await opened.exited()).toBe(0)
  expect(opened.output()).toContain('"members":0')
})
