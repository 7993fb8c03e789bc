import { join } from 'node:path'
import { startTestPostgres } from '../../server/testing/test-postgres.ts'
import { answerVersion, startFakeServer } from './support/fake-server.ts'
import { expect, serverPid, test } from './support/fixtures.ts'
import { connect, expectState, liveAsClient } from './support/remote-server.ts'

const DATABASES = {
  sqlite: (folder: string) =>
    Promise.resolve({ url: `file:${join(folder, 'shop.db')}`, stop: () => Promise.resolve() }),
  postgresql: async () => {
    const postgres = await startTestPostgres()
    await postgres.createDatabase('shop')
    return { url: postgres.urlOf('shop'), stop: () => postgres.stop() }
  },
}

for (const [provider, makeDatabase] of Object.entries(DATABASES)) {
  test(`is a client of a standalone server on ${provider}, also after a restart @long`, ({
    desk,
  }) => liveAsClient(desk, makeDatabase))
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

test('a server of another version is told apart, before and after connecting @long', async ({
  desk,
}) => {
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
    // Not waited for: it may load the page anew, and the call would end with it.
    await page.evaluate(() => void window.desktop.restartServer())
    await expectState(page, { status: 'clientTooOld' })
    await expect(page.getByText('9.9.9', { exact: true })).toBeVisible()
    await expect(page.getByText('这台电脑上的会员台需要更新')).toBeVisible()
  } finally {
    await server.stop()
  }
})
