import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ElectronApplication,
  type Page,
  expect,
  test as base,
  _electron as electron,
} from '@playwright/test'
import type { DesktopApi } from '../../ipc-contract.ts'
import { comeIn } from './staff.ts'
import { importMembers, newDataKey } from './members.ts'
import { electronArguments, electronExecutable } from './paths.ts'

declare global {
  interface Window {
    /** What the preload hands to the page. */
    desktop: DesktopApi
  }
}

export interface Shell {
  readonly app: ElectronApplication
  readonly page: Page
  quit(): Promise<void>
}

export interface Desk {
  /** User-data folder of this test alone; its name is one that real users have. */
  readonly userData: string
  readonly dataKey: string
  /** Fills the embedded database before the app opens it. */
  importMembers(): Promise<void>
  launch(env?: Record<string, string>): Promise<Shell>
  /** Launches, sets the shop up the first time, and signs its administrator in. */
  comeIn(env?: Record<string, string>): Promise<Shell>
  log(name: 'main' | 'server'): string
}

/** Name of the embedded server among the app's processes. */
const SERVER_NAME = 'Member Desk server'

/** Process id of the embedded server, 0 while there is none. */
export async function serverPid(app: ElectronApplication): Promise<number> {
  return app.evaluate(
    ({ app: main }, name) =>
      main.getAppMetrics().find((process) => process.name === name || process.serviceName === name)
        ?.pid ?? 0,
    SERVER_NAME,
  )
}

async function launchShell(userData: string, env: Record<string, string>): Promise<Shell> {
  const executable = electronExecutable()
  const app = await electron.launch({
    executablePath: executable,
    args: [...electronArguments(executable), `--user-data-dir=${userData}`],
    env: { ...stringsOf(process.env), LANG: 'zh_CN.UTF-8', MEMBER_DESK_TEST: '1', ...env },
  })
  const page = await app.firstWindow()
  await page.waitForURL('app://admin/**')
  let closing: Promise<void> | undefined
  return { app, page, quit: () => (closing ??= app.close()) }
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

interface OwnDesk {
  readonly desk: Desk
  readonly hasLaunched: () => boolean
  /** Ends whatever was launched and removes the folder. */
  remove(): Promise<void>
}

function newDesk(): OwnDesk {
  const userData = mkdtempSync(join(tmpdir(), '会员 desk-'))
  const dataKey = newDataKey()
  const shells: Shell[] = []
  const launch = async (env: Record<string, string> = {}) => {
    const shell = await launchShell(userData, { DATA_KEY: dataKey, ...env })
    shells.push(shell)
    return shell
  }
  const desk: Desk = {
    userData,
    dataKey,
    log: (name) => readFileSync(join(userData, 'logs', `${name}.log`), 'utf8'),
    importMembers: () => {
      const databaseUrl = `file:${join(userData, 'data', 'member.db')}`
      return importMembers(join(userData, 'data'), { databaseUrl, dataKey })
    },
    launch,
    async comeIn(env = {}) {
      const shell = await launch(env)
      await comeIn(shell.page)
      return shell
    },
  }
  return {
    desk,
    hasLaunched: () => shells.length > 0,
    async remove() {
      for (const shell of shells) await shell.quit()
      rmSync(userData, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

interface WorkerFixtures {
  /** One app with an empty shop, signed in, for tests that change nothing. */
  readonly open: Shell & { readonly desk: Desk }
}

export const test = base.extend<{ desk: Desk }, WorkerFixtures>({
  // Playwright wants the first parameter destructured, even when it is not used.
  desk: async ({}, use, testInfo) => {
    const { desk, hasLaunched, remove } = newDesk()
    await use(desk)
    if (testInfo.status !== testInfo.expectedStatus && hasLaunched())
      await testInfo.attach('main.log', { body: desk.log('main') })
    await remove()
  },
  open: [
    async ({}, use) => {
      const { desk, remove } = newDesk()
      const shell = await desk.comeIn()
      await expect(shell.page.getByText('还没有会员')).toBeVisible()
      await use({ ...shell, desk })
      await remove()
    },
    { scope: 'worker' },
  ],
})

export { expect }
