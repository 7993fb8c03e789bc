import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startServer } from './start.ts'
import { silentLogger } from './testing/silent-logger.ts'
import { TEST_ROOT_SECRET } from './testing/test-context.ts'

const folder = mkdtempSync(join(tmpdir(), '启动 start-'))
afterAll(() => rmSync(folder, { recursive: true }))

const launchToken = 'test-access-token-0123456789-abcdefgh'
const headers = { authorization: `Bearer ${launchToken}` }
const start = (publicApi: Parameters<typeof startServer>[0]['publicApi'], port = 0) =>
  startServer({
    location: { provider: 'sqlite', path: join(folder, 'member.db') },
    backupDir: join(folder, 'backups'),
    dataKey: TEST_ROOT_SECRET,
    home: 'embedded',
    log: silentLogger,
    launchToken,
    metricsToken: undefined,
    isExposed: false,
    jobFilesDir: join(folder, 'files'),
    host: '127.0.0.1',
    port,
    publicUrl: undefined,
    backOfficeDir: undefined,
    publicApi,
  })
const status = async (port: number | undefined, path: string) =>
  (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status

it('keeps the public API off until it is given an address of its own', async () => {
  const server = await start(undefined)
  expect(server.publicPort).toBeUndefined()
  expect(await status(server.port, '/trpc/session.state')).toBe(200)
  await server.stop()
})

it('serves the public API on its own listener, without the back office', async () => {
  const server = await start({ host: '127.0.0.1', port: 0 })
  expect(await status(server.publicPort, '/healthz')).toBe(200)
  expect(await status(server.publicPort, '/trpc/system.info')).toBe(404)
  expect(await status(server.port, '/trpc/session.state')).toBe(200)
  await server.stop()
})

it('opens all listeners or none, and leaves the database free', async () => {
  const taken = await start({ host: '127.0.0.1', port: 0 })
  const other = join(folder, 'other.db')
  const clash = startServer({
    location: { provider: 'sqlite', path: other },
    backupDir: join(folder, 'backups'),
    dataKey: TEST_ROOT_SECRET,
    home: 'embedded',
    log: silentLogger,
    launchToken,
    metricsToken: undefined,
    isExposed: false,
    jobFilesDir: join(folder, 'files'),
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    backOfficeDir: undefined,
    publicApi: { host: '127.0.0.1', port: taken.publicPort ?? 0 },
  })
  await expect(clash).rejects.toMatchObject({ code: 'PORT_IN_USE' })
  await taken.stop()
  const again = await start(undefined)
  await again.stop()
})
