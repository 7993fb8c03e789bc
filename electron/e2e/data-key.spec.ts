import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sealRoots } from '../../server/kernel/key-export.ts'
import { expect, test } from './support/fixtures.ts'
import { newDataKey } from './support/members.ts'
import { built } from './support/paths.ts'
import { start } from './support/processes.ts'
import { call, signIn, waitForServer } from './support/staff.ts'

const PASSPHRASE = 'a long passphrase 44'
/** The key lies in the shell's own file, not in the environment of the test. */
const OWN_KEY = { DATA_KEY: '' }

const keyIdOf = async (page: Page): Promise<string> =>
  /"keyId":"([0-9a-f]+)"/.exec((await call(page, 'keys.state')).text)?.[1] ?? ''

/** What a member is made with who tells nothing. */
const NOTHING = {
  email: null,
  externalId: null,
  cardNo: null,
  avatarUrl: null,
  birthday: null,
  regionCode: null,
}

/** The copy of the key in an answer of `keys.export`. */
const exportedText = (answer: string): string =>
  (JSON.parse(answer) as { result: { data: { text: string } } }).result.data.text

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

test('a lost key is taken back from its copy in the window, and from no other one @long', async ({
  desk,
}) => {
  test.setTimeout(120_000)
  const key = join(desk.userData, 'data.key')
  const first = await desk.comeIn(OWN_KEY)
  const member = { ...NOTHING, nickname: '林小满', realName: '林晓', mobile: '13900000001' }
  expect(await call(first.page, 'members.create', member)).toMatchObject({ status: 200 })
  const { text } = await call(first.page, 'keys.export', { passphrase: PASSPHRASE })
  const given = {
    name: 'copy.key.json',
    mimeType: 'application/json',
    buffer: Buffer.from(exportedText(text)),
  }
  await first.quit()
  const kept = readFileSync(key, 'utf8')
  // As on another computer: the file is there, and its keychain knows nothing of it.
  writeFileSync(key, kept.replace(/"value":"[^"]*"/, '"value":"bm90IHRoaXMgb25l"'))
  const unreadable = readFileSync(key, 'utf8')

  const { page, app } = await desk.launch(OWN_KEY)
  await expect(page.getByText('DATA_KEY_UNREADABLE')).toBeVisible()
  const takeBack = page.getByRole('button', { name: '使用导出的密钥' })
  await takeBack.click()
  const dialog = page.getByRole('dialog', { name: '使用导出的密钥' })
  const send = dialog.getByRole('button', { name: '使用导出的密钥' })
  const file = dialog.getByLabel('密钥文件')
  const picker = dialog.locator('input[type=file]')
  await picker.setInputFiles(given)
  await expect(file).toHaveValue(/member-desk-key/)
  await dialog.getByLabel('口令', { exact: true }).fill('another passphrase 44')
  await send.click()
  await expect(dialog.getByText('口令不对')).toBeVisible()
  expect(readFileSync(key, 'utf8')).toBe(unreadable)

  // The copy of a key that is not the one of this database.
  await file.fill(await sealRoots([newDataKey()], PASSPHRASE))
  await dialog.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
  await send.click()
  await expect(dialog.getByText('数据密钥与此数据库不符')).toBeVisible()
  expect(readFileSync(key, 'utf8')).toBe(unreadable)
  expect(await page.evaluate(() => window.desktop.getServerState())).toMatchObject({
    status: 'failed',
    code: 'DATA_KEY_UNREADABLE',
  })

  await picker.setInputFiles(given)
  await expect(file).toHaveValue(given.buffer.toString())
  await send.click()
  await waitForServer(page)
  await signIn(page)
  // What was sealed is read: of the mobile nothing is stored in the open.
  await expect(page.getByRole('row', { name: /林小满/ })).toContainText('139****0001')
  const beside = readdirSync(desk.userData).filter((name) => name.startsWith('data.key.replaced-'))
  expect(beside.map((name) => readFileSync(join(desk.userData, name), 'utf8'))).toEqual([
    unreadable,
  ])
  expect(desk.log('main') + desk.log('server')).not.toContain(PASSPHRASE)
  await app.close()

  // It was kept: the next start asks for nothing.
  const again = await desk.launch(OWN_KEY)
  await waitForServer(again.page)
})

test('the command line opens the closed app by the exported key, and not the open one @long', async ({
  desk,
}) => {
  const { page, quit } = await desk.comeIn(OWN_KEY)
  const { text } = await call(page, 'keys.export', { passphrase: PASSPHRASE })
  const copy = join(desk.userData, 'copy.key.json')
  writeFileSync(copy, exportedText(text))
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
