import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, serverPid, test } from './support/fixtures.ts'
import { isAlive } from './support/processes.ts'
import { waitForServer } from './support/staff.ts'

/** Numbers of the dialog's buttons. */
const STAY = 0
const DISCARD = 1

/** What the page does while a form has changes. Chromium heeds it only after somebody used the page. */
async function leaveUnsaved(page: Page): Promise<void> {
  await page.mouse.click(720, 8)
  await page.evaluate(() => {
    document.documentElement.dataset['unsaved'] = 'yes'
    addEventListener('beforeunload', (event) => event.preventDefault())
  })
}

const isStillThere = (page: Page) =>
  page.evaluate(() => document.documentElement.dataset['unsaved'] === 'yes')

interface Question {
  readonly message: string
  readonly buttons: readonly string[]
}

/** Puts itself in the place of the system's dialog: answers as told and keeps what was asked. */
async function stubDialog(app: ElectronApplication) {
  await app.evaluate(({ dialog }) => {
    const asked: unknown[] = []
    Reflect.set(globalThis, 'asked', asked)
    dialog.showMessageBoxSync = (...args: unknown[]) => {
      const { message, buttons } = Object(args.at(-1))
      asked.push({ message, buttons })
      return Number(Reflect.get(globalThis, 'answer'))
    }
  })
  return {
    answer: (button: number) =>
      app.evaluate((_electron, value) => void Reflect.set(globalThis, 'answer', value), button),
    asked: async (): Promise<Question[]> =>
      app.evaluate(() => Reflect.get(globalThis, 'asked') as Question[]),
  }
}

const close = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const quit = (app: ElectronApplication) => app.evaluate(({ app: main }) => main.quit())
/** As the menu's own entry does it. */
const reload = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow, Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? [])
    const window = BrowserWindow.getAllWindows()[0]
    items?.find(({ role }) => role === 'reload')?.click(undefined, window, window?.webContents)
  })

for (const [way, leave] of Object.entries({ close, 'quit @long': quit })) {
  test(`${way}: unsaved changes stay with everything running, or go when discarded`, async ({
    desk,
  }) => {
    const { app, page } = await desk.launch()
    await waitForServer(page)
    const pid = await serverPid(app)
    await leaveUnsaved(page)
    const dialog = await stubDialog(app)

    await dialog.answer(STAY)
    await leave(app)
    await expect.poll(async () => (await dialog.asked()).length).toBe(1)
    expect(await dialog.asked()).toEqual([
      { message: '有改动还没有保存', buttons: ['继续编辑', '放弃改动'] },
    ])
    expect(await isStillThere(page)).toBe(true)
    expect(await serverPid(app)).toBe(pid)
    expect(await page.evaluate(() => window.desktop.getServerState())).toMatchObject({
      status: 'ready',
    })

    await dialog.answer(DISCARD)
    const main = app.process()
    const ended = app.waitForEvent('close')
    await leave(app).catch((error: unknown) => {
      // The app may be gone before it has answered.
      if (!String(error).includes('closed')) throw error
    })
    await ended
    await expect.poll(() => isAlive(pid)).toBe(false)
    expect(main.exitCode).toBe(0)
    expect(desk.log('main')).toContain('ended with exit code 0')
  })
}

test("the page's own form is asked about once, by the system alone @long", async ({ desk }) => {
  const { app, page } = await desk.launch()
  await page.getByRole('button', { name: '下一步' }).click()
  const name = page.getByLabel('姓名', { exact: true })
  await name.pressSequentially('孙浩')
  const dialog = await stubDialog(app)
  await dialog.answer(STAY)
  await close(app)
  await expect.poll(async () => (await dialog.asked()).length).toBe(1)
  await expect(name).toHaveValue('孙浩')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await dialog.answer(DISCARD)
})

test('reload: unsaved changes stay, or go when discarded @long', async ({ desk }) => {
  const { app, page } = await desk.launch()
  await waitForServer(page)
  await leaveUnsaved(page)
  const dialog = await stubDialog(app)
  await dialog.answer(STAY)
  await reload(app)
  await expect.poll(async () => (await dialog.asked()).length).toBe(1)
  expect(await isStillThere(page)).toBe(true)

  await dialog.answer(DISCARD)
  const loaded = page.waitForEvent('load')
  await reload(app)
  await loaded
  expect(await isStillThere(page)).toBe(false)
  expect((await dialog.asked()).length).toBe(2)
})

test('nothing is asked without unsaved changes, nor when the shell moves to another server @long', async ({
  desk,
}) => {
  const { app, page } = await desk.launch()
  await waitForServer(page)
  const dialog = await stubDialog(app)
  await dialog.answer(STAY)
  const reloaded = page.waitForEvent('load')
  await reload(app)
  await reloaded

  await leaveUnsaved(page)
  const moved = page.waitForEvent('load')
  await page.evaluate(() => window.desktop.setConnection({ home: 'embedded' }))
  await moved
  await waitForServer(page)
  expect(await isStillThere(page)).toBe(false)
  expect(await dialog.asked()).toEqual([])
})

test('the question and the menu are in the language of the page, which is kept @long', async ({
  desk,
}) => {
  const menuOf = (app: ElectronApplication) =>
    app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
  const { app, page, quit: quitFirst } = await desk.launch()
  await waitForServer(page)
  await expect.poll(() => menuOf(app)).toEqual(['文件', '编辑', '视图', '帮助'])
  await page.evaluate(() => window.desktop.setLanguage('en'))
  expect(await menuOf(app)).toEqual(['File', 'Edit', 'View', 'Help'])
  await leaveUnsaved(page)
  const dialog = await stubDialog(app)
  await dialog.answer(STAY)
  await close(app)
  await expect
    .poll(() => dialog.asked())
    .toEqual([
      { message: 'There are unsaved changes', buttons: ['Keep editing', 'Discard changes'] },
    ])
  await dialog.answer(DISCARD)
  await quitFirst()
  expect(readFileSync(join(desk.userData, 'window.json'), 'utf8')).toContain('"language":"en"')
})
