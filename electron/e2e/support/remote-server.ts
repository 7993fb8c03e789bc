import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { ServerState } from '../../ipc-contract.ts'
import { expect, serverPid, type Desk } from './fixtures.ts'
import { importMembers, newDataKey } from './members.ts'
import { isSignedIn, signIn } from './staff.ts'
import { createAdministrator, startStandalone } from './standalone-server.ts'

/** Leaves for another server by the page of connections. */
export async function connect(page: Page, url: string): Promise<void> {
  await page.getByRole('link', { name: '连接' }).click()
  await page.getByText('连接到服务器').click()
  await page.getByLabel('服务器地址').fill(url)
  await page.getByRole('button', { name: '检查并连接' }).click()
}

export const stateOf = (page: Page) => page.evaluate(() => window.desktop.getServerState())

/** Waits for a state, also over the fresh load of the page that follows a move. */
export async function expectState(page: Page, state: Partial<ServerState>): Promise<void> {
  await expect(async () => expect(await stateOf(page)).toMatchObject(state)).toPass({
    timeout: 15_000,
  })
}

export interface OtherDatabase {
  readonly url: string
  stop(): Promise<void>
}

/** A life as the client of a standalone server: connected, restarted, cut off, back home. */
export async function liveAsClient(
  desk: Desk,
  openDatabase: (folder: string) => Promise<OtherDatabase>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-shop-'))
  const database = await openDatabase(folder)
  const databaseUrl = database.url
  const dataKey = newDataKey()
  await importMembers(folder, { databaseUrl, dataKey })
  const settings = { databaseUrl, dataKey, backupDir: join(folder, 'backups') }
  await createAdministrator(settings)
  let server = await startStandalone(settings)
  try {
    const first = await desk.comeIn()
    await expect(first.page.getByText('还没有会员')).toBeVisible()
    const embeddedPid = await serverPid(first.app)
    expect(embeddedPid).toBeGreaterThan(0)
    await connect(first.page, server.url)
    await expectState(first.page, { home: 'remote', status: 'ready' })
    expect(await isSignedIn(first.page)).toBe(false)
    await signIn(first.page)
    await expect(first.page.getByText('夏夏的小厨房')).toBeVisible()
    await expect.poll(() => serverPid(first.app)).toBe(0)
    await first.quit()
    expect(readFileSync(join(desk.userData, 'settings.json'), 'utf8')).toContain(server.url)

    const { page } = await desk.launch()
    await expect(page.getByText('夏夏的小厨房')).toBeVisible()
    expect(await page.evaluate(() => window.desktop.getConnection())).toEqual({
      home: 'remote',
      url: server.url,
    })

    await server.stop()
    await page.evaluate(() => fetch('/trpc/system.info'))
    await expectState(page, { status: 'unreachable' })
    server = await startStandalone({ ...settings, port: new URL(server.url).port })
    await expectState(page, { status: 'ready' })

    expect(await isSignedIn(page)).toBe(true)

    await page.evaluate(() => window.desktop.setConnection({ home: 'embedded' }))
    await expectState(page, { home: 'embedded', status: 'ready' })
    expect(await isSignedIn(page)).toBe(false)
    await signIn(page)
    await expect(page.getByText('还没有会员')).toBeVisible()
  } finally {
    await server.stop()
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
