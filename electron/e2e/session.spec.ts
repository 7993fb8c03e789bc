import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { portsOf } from './support/ports.ts'
import { startFakeServer, answerVersion } from './support/fake-server.ts'
import { expect, serverPid, test } from './support/fixtures.ts'
import { newDataKey } from './support/members.ts'
import { ADMINISTRATOR, call, isSignedIn, signIn, waitForServer } from './support/staff.ts'
import { createAdministrator, startStandalone } from './support/standalone-server.ts'

const moveTo = async (page: Page, url: string) => {
  const loaded = page.waitForEvent('load')
  expect(
    await page.evaluate((to) => window.desktop.setConnection({ home: 'remote', url: to }), url),
  ).toEqual({ ok: true })
  await loaded
  await waitForServer(page)
}

test('staff stay signed in over a restart of the app, and not after signing out', async ({
  desk,
}) => {
  const sessionFile = join(desk.userData, 'session.json')
  const first = await desk.comeIn()
  expect(await isSignedIn(first.page)).toBe(true)
  await first.quit()
  expect(existsSync(sessionFile)).toBe(true)

  const second = await desk.launch()
  await waitForServer(second.page)
  expect(await isSignedIn(second.page)).toBe(true)
  expect((await call(second.page, 'session.signOut')).status).toBe(200)
  expect(await isSignedIn(second.page)).toBe(false)
  await second.quit()
  expect(existsSync(sessionFile)).toBe(false)

  const third = await desk.launch()
  await waitForServer(third.page)
  expect(await isSignedIn(third.page)).toBe(false)
})

test('the session of a server elsewhere outlives the app, and goes to no other server @long', async ({
  desk,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-shop-'))
  const settings = {
    databaseUrl: `file:${join(folder, 'shop.db')}`,
    dataKey: newDataKey(),
    backupDir: join(folder, 'backups'),
  }
  await createAdministrator(settings)
  const server = await startStandalone(settings)
  const stranger = await startFakeServer(answerVersion(() => ({ protocol: 1, protocolOldest: 1 })))
  try {
    const first = await desk.comeIn()
    await moveTo(first.page, server.url)
    expect(await isSignedIn(first.page)).toBe(false)
    await signIn(first.page)
    await first.quit()

    const { page } = await desk.launch()
    await waitForServer(page)
    expect(await isSignedIn(page)).toBe(true)
    await moveTo(page, stranger.url)
    await call(page, 'system.info')
    expect(stranger.requests.map(({ path }) => path)).toContain('/trpc/system.info')
    for (const request of stranger.requests) {
      expect(request).not.toHaveProperty('cookie')
      expect(request).not.toHaveProperty('authorization')
    }
    await moveTo(page, server.url)
    expect(await isSignedIn(page)).toBe(false)
  } finally {
    await Promise.all([server.stop(), stranger.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the page sees no cookie, sends none of its own, and cannot forge one', async ({ desk }) => {
  const { app, page } = await desk.comeIn()
  const seen = await page.evaluate(async () => {
    document.cookie = 'md_session=forged'
    const response = await fetch('/trpc/session.list', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer forged' },
      body: '{}',
    })
    return {
      status: response.status,
      cookie: document.cookie,
      headers: [...response.headers.keys()],
      stores: JSON.stringify({ ...localStorage, ...sessionStorage }),
    }
  })
  expect(seen.status).toBe(200)
  expect(seen.cookie).toBe('')
  expect(seen.headers).not.toContain('set-cookie')
  expect(seen.stores).not.toContain('md_session')
  const kept = await app.evaluate(async ({ session }) => [
    ...(await session.defaultSession.cookies.get({})),
    ...(await session.fromPartition('shell', { cache: false }).cookies.get({})),
  ])
  expect(kept).toEqual([])
  const { text } = await call(page, 'session.signIn', { username: 'admin', password: 'wrong' })
  expect(text).not.toContain('md_session')
})

test('an unreadable session means signing in again, and no error @long', async ({ desk }) => {
  const first = await desk.comeIn()
  await first.quit()
  writeFileSync(join(desk.userData, 'session.json'), '{"version":1,"session":')
  const { page } = await desk.launch()
  await waitForServer(page)
  expect(await isSignedIn(page)).toBe(false)
  expect((await page.evaluate(() => window.desktop.getInfo())).warnings).toEqual([])
  expect(existsSync(join(desk.userData, 'session.json'))).toBe(false)
})

test('the embedded server answers nobody without the launch token', async ({ desk }) => {
  const { app } = await desk.comeIn()
  const ports = portsOf(await serverPid(app))
  expect(ports).toHaveLength(1)
  const address = `http://127.0.0.1:${ports[0] ?? 0}/trpc/session.state`
  for (const authorization of ['', `Bearer ${'x'.repeat(43)}`]) {
    const headers = { 'content-type': 'application/json', authorization }
    const answer = await fetch(address, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('LAUNCH_TOKEN_WRONG')
  }
})

test('neither session nor password is in a log @long', async ({ desk }) => {
  const { quit } = await desk.comeIn()
  await quit()
  const logs = desk.log('main') + desk.log('server')
  expect(logs).not.toContain('md_session')
  expect(logs).not.toContain(ADMINISTRATOR.password)
})
