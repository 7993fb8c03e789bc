import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { newDataKey } from './support/members.ts'
import { expect, test } from './support/fixtures.ts'

/** Puts a recorder in the place of the file manager and answers what it was asked to open. */
async function watchOpenedFolders(app: ElectronApplication) {
  await app.evaluate(({ shell }) => {
    shell.openPath = (path) => {
      Reflect.set(globalThis, 'openedPath', path)
      return Promise.resolve('')
    }
  })
  return () => app.evaluate(() => String(Reflect.get(globalThis, 'openedPath')))
}

test('a damaged database is left alone; the reason and the log are at hand', async ({ desk }) => {
  const file = join(desk.userData, 'data', 'member.db')
  const garbage = 'this is not a database '.repeat(500)
  mkdirSync(join(desk.userData, 'data'))
  writeFileSync(file, garbage)
  const { app, page } = await desk.launch()
  const opened = await watchOpenedFolders(app)
  await expect(page.getByText('本机服务没有启动')).toBeVisible()
  const state = await page.evaluate(() => window.desktop.getServerState())
  expect(state).toMatchObject({ home: 'embedded', status: 'failed' })
  await page.getByRole('button', { name: '打开日志文件夹' }).click()
  await expect.poll(opened).toBe(join(desk.userData, 'logs'))
  expect(readFileSync(file, 'utf8')).toBe(garbage)
  expect(desk.log('main')).toContain('server failed:')
})

test('data under another key is not opened @long', async ({ desk }) => {
  await desk.importMembers()
  const { page } = await desk.launch({ DATA_KEY: newDataKey() })
  await expect(page.getByText('DATA_KEY_MISMATCH')).toBeVisible()
  await expect(page.getByRole('button', { name: '重试' })).toBeVisible()
  await expect(page.getByRole('button', { name: '更改连接' })).toBeVisible()
})

test('a lost key is told and no new one made @long', async ({ desk }) => {
  await desk.importMembers()
  const { page } = await desk.launch({ DATA_KEY: '' })
  await expect(page.getByText('DATA_KEY_MISSING')).toBeVisible()
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByText('DATA_KEY_MISSING')).toBeVisible()
})

test('damaged settings are kept under another name and reported @long', async ({ desk }) => {
  writeFileSync(join(desk.userData, 'settings.json'), '{"home":')
  const { page } = await desk.comeIn()
  await expect(page.getByText('还没有会员')).toBeVisible()
  const { warnings, home } = await page.evaluate(() => window.desktop.getInfo())
  expect(home).toBe('embedded')
  expect(warnings).toMatchObject([{ code: 'SETTINGS_BROKEN' }])
  expect(readFileSync(String(warnings[0]?.params['file']), 'utf8')).toBe('{"home":')
})

test('a window left outside the screens comes back @long', async ({ desk }) => {
  const bounds = { x: 9_000, y: 9_000, width: 1_100, height: 720 }
  writeFileSync(join(desk.userData, 'window.json'), JSON.stringify({ bounds }))
  const { app } = await desk.launch()
  const place = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  )
  expect(place).toMatchObject({ width: 1_100, height: 720 })
  expect(place?.x).toBeLessThan(1_600)
  expect(place?.y).toBeLessThan(1_000)
})
