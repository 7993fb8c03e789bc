import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium, expect, test } from '@playwright/test'
import { packageApp, readFuses } from './support/package-app.ts'
import { start } from './support/processes.ts'
import { comeIn } from './support/staff.ts'

/** Chromium writes here on which port it can be driven; the fuses forbid Node's inspector. */
const portFile = (userData: string) => join(userData, 'DevToolsActivePort')

test('the packaged app starts and shows the member list', async () => {
  test.setTimeout(300_000)
  const folder = mkdtempSync(join(tmpdir(), 'desk-packaged-'))
  const userData = join(folder, '会员 desk')
  try {
    const executable = await packageApp(folder)
    // runAsNode, cookieEncryption, NODE_OPTIONS, --inspect off; integrity on; from asar only.
    expect(readFuses(executable)).toMatch(/^000011/)
    const resources = join(dirname(executable), 'resources')
    expect(existsSync(join(resources, 'app.asar'))).toBe(true)
    expect(existsSync(join(resources, 'app'))).toBe(false)
    expect(readFileSync(join(dirname(executable), 'LICENSES.third-party.txt'), 'utf8')).toContain(
      'vue',
    )

    const isRoot = process.getuid?.() === 0
    const switches = [`--user-data-dir=${userData}`, '--remote-debugging-port=0']
    const app = start(executable, [...(isRoot ? ['--no-sandbox'] : []), ...switches], {
      ...process.env,
      LANG: 'zh_CN.UTF-8',
      MEMBER_DESK_TEST: '1',
    })
    try {
      await expect.poll(() => existsSync(portFile(userData)), { timeout: 60_000 }).toBe(true)
      const [port = ''] = readFileSync(portFile(userData), 'utf8').split('\n')
      // Electron has no browser contexts, so Playwright's defaults for one can't be set.
      const endpoint = `http://127.0.0.1:${port}`
      const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true })
      const pages = () => browser.contexts().flatMap((context) => context.pages())
      await expect.poll(() => pages().length).toBe(1)
      const [page] = pages()
      if (page === undefined) throw new Error('no page')
      await comeIn(page)
      await expect(page.getByText('还没有会员')).toBeVisible({ timeout: 30_000 })
      expect(page.url()).toMatch(/^app:\/\/admin\//)
      await browser.close()
      app.child.kill('SIGTERM')
      expect(await app.exited()).toBe(0)
      expect(readFileSync(join(userData, 'logs', 'main.log'), 'utf8')).toContain(
        'ended with exit code 0',
      )
    } catch (error) {
      for (const name of ['main.log', 'server.log']) {
        const path = join(userData, 'logs', name)
        if (existsSync(path)) await test.info().attach(name, { path })
      }
      throw error
    } finally {
      await app.kill()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
})
