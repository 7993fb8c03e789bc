import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { ServerState } from '../ipc-contract.ts'
import { startTestPostgres } from '../../server/testing/test-postgres.ts'
import { answerVersion, startFakeServer } from './support/fake-server.ts'
import { expect, serverPid, test } from './support/fixtures.ts'
import { importMembers, newDataKey } from './support/members.ts'
import { isSignedIn, signIn } from './support/staff.ts'
import { createAdministrator, startStandalone } from './support/standalone-server.ts'

async function connect(page: Page, url: string): Promise<void> {
  await page.getByRole('link', { name: '连接' }).click()
  await page.getByText('连接到服务器').click()
  await page.getByLabel('服务器地址').fill(url)
  await page.getByRole('button', { name: '检查并连接' }).click()
}

const stateOf = (page: Page) => page.evaluate(() => window.desktop.getServerState())

/** Waits for a state, also over the fresh load of the page that follows a move. */
async function expectState(page: Page, state: Partial<ServerState>): Promise<void> {
  await expect(async () => expect(await stateOf(page)).toMatchObject(state)).toPass({
    timeout: 15_000,
  })
}

/** A database of each kind with members, and how to throw it away. */
const DATABASES = {
  sqlite: (folder: string) =>
    Promise.resolve({ url: `file:${join(folder, 'shop.db')}`, stop: () => Promise.resolve() }),
  postgresql: async () => {
    const postgres = await startTestPostgres()
    await postgres.createDatabase('shop')
    return { url: postgres.urlOf('shop'), stop: () => postgres.stop() }
  },
} as const

for (const [kind, openDatabase] of Object.entries(DATABASES)) {
  test(`is a client of a standalone server on ${kind}, also after a restart`, async ({ desk }) => {
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
  })
}

test('a wrong address is refused in words and changes nothing', async ({ desk }) => {
  const stranger = await startFakeServer((_request, response) => response.end('<html>'))
  try {
    const { app, page } = await desk.comeIn()
    await expect(page.getByText('还没有会员')).toBeVisible()
    const pid = await serverPid(app)
    await connect(page, stranger.url)
    await expect(page.getByText('不是会员台服务器')).toBeVisible()
    await connect(page, 'http://desk.example.com')
    await expect(page.getByText('必须用 https')).toBeVisible()
    expect(stranger.requests).toEqual([{ path: '/version' }])
    expect(await page.evaluate(() => window.desktop.getConnection())).toEqual({ home: 'embedded' })
    expect(await serverPid(app)).toBe(pid)
  } finally {
    await stranger.stop()
  }
})

test('a server of another version is told apart, before and after connecting', async ({ desk }) => {
  let versions = { protocol: 99, protocolOldest: 99 }
  const server = await startFakeServer(answerVersion(() => versions))
  try {
    const { page } = await desk.comeIn()
    await expect(page.getByText('还没有会员')).toBeVisible()
    await connect(page, server.url)
    await expect(page.getByText('需要更新的桌面应用')).toBeVisible()
    expect(server.requests).toEqual([{ path: '/version' }])

    versions = { protocol: 1, protocolOldest: 1 }
    await page.getByRole('button', { name: '检查并连接' }).click()
    await expectState(page, { home: 'remote', status: 'ready' })

    versions = { protocol: 99, protocolOldest: 99 }
    await page.evaluate(() => window.desktop.restartServer())
    await expectState(page, { status: 'clientTooOld' })
    await expect(page.getByText('9.9.9', { exact: true })).toBeVisible()
    await expect(page.getByText('这台电脑上的会员台需要更新')).toBeVisible()
  } finally {
    await server.stop()
  }
})
