import { built } from './support/paths.ts'
import { expect, test } from './support/fixtures.ts'
import { startFakeServer } from './support/fake-server.ts'

test('the page sees nothing of Node, and only the calls of the contract', async ({ open }) => {
  const { page } = open
  const seen = await page.evaluate(() => ({
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
    module: typeof Reflect.get(window, 'module'),
    electron: typeof Reflect.get(window, 'electron'),
    desktop: Object.keys(window.desktop).sort(),
  }))
  expect(seen).toEqual({
    require: 'undefined',
    process: 'undefined',
    module: 'undefined',
    electron: 'undefined',
    desktop: [
      'getConnection',
      'getInfo',
      'getServerState',
      'onOpenConnection',
      'onServerState',
      'openLogs',
      'restartServer',
      'setConnection',
      'setLanguage',
      'setTheme',
      'useExportedKey',
    ],
  })
})

test('everything the page loads carries the security headers', async ({ open }) => {
  const { page } = open
  const headers = await page.evaluate(async () => {
    const paths = ['/', '/members/1', '/none.js', '/trpc/system.info', '/..%2fx']
    return Promise.all(paths.map(async (path) => Object.fromEntries((await fetch(path)).headers)))
  })
  for (const header of headers) {
    expect(header['content-security-policy']).toBe(
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: blob: https:; font-src 'self' data:; connect-src 'self'; " +
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    )
    expect(header).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    expect(header).not.toHaveProperty('set-cookie')
  }
})

test('files outside the built page are refused', async ({ open }) => {
  const { page } = open
  const answers = await page.evaluate(async () => {
    const paths = [
      'app://admin/..%2f..%2fpackage.json',
      'app://admin/..%5c..%5cpackage.json',
      'app://admin/assets/..%2f..%2f..%2fpackage.json',
      'app://admin/%2e%2e/%2e%2e/package.json',
      'app://admin/../../package.json',
      'app://admin/%2fetc%2fpasswd.txt',
      'app://admin/trpc/..%2f..%2fversion',
    ]
    return Promise.all(
      paths.map(async (path) => {
        const response = await fetch(path)
        return { status: response.status, text: await response.text() }
      }),
    )
  })
  // Chromium itself takes plain dot segments away, so those ask for a file that isn't there.
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 404, 404, 403, 403])
  expect(answers.map(({ text }) => text).join()).not.toMatch(/member-desk|root:/)
})

test('the page reaches neither loopback nor the network, and goes nowhere', async ({ open }) => {
  const outside = await startFakeServer((_request, response) => response.end('reached'))
  try {
    const { app, page, desk } = open
    const attempts = await page.evaluate(async (url) => {
      const failed = (work: Promise<unknown>) =>
        work.then(
          () => false,
          () => true,
        )
      const image = new Promise((resolve, reject) => {
        const element = new Image()
        element.onload = resolve
        element.onerror = reject
        element.src = `${url}/a.png`
      })
      return {
        fetch: await failed(fetch(url)),
        post: await failed(fetch(url, { method: 'POST', mode: 'no-cors', body: 'x' })),
        beacon: !navigator.sendBeacon(url, 'x'),
        image: await failed(image),
        open: window.open(url) === null,
        eval: await failed(Promise.resolve().then(() => Reflect.get(window, 'eval')('1'))),
      }
    }, outside.url)
    expect(attempts).toMatchObject({ fetch: true, post: true, image: true, open: true, eval: true })

    await page.evaluate((url) => {
      location.href = url
    }, outside.url)
    await expect.poll(() => desk.log('main')).toContain('refused navigation')
    await page.evaluate((url) => {
      const link = document.createElement('a')
      link.href = url
      link.target = '_blank'
      document.body.append(link)
      link.click()
    }, outside.url)
    await expect.poll(() => desk.log('main')).toContain('refused to open a window')
    expect(page.url()).toMatch(/^app:\/\/admin\//)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    expect(outside.requests).toEqual([])
  } finally {
    await outside.stop()
  }
})

test('a redirect of the server is not followed', async ({ open }) => {
  const elsewhere = await startFakeServer((_request, response) => response.end('{}'))
  const redirecting = await startFakeServer((_request, response) => {
    response.writeHead(302, { location: elsewhere.url })
    response.end()
  })
  try {
    const { page } = open
    const result = await page.evaluate(
      (url) => window.desktop.setConnection({ home: 'remote', url }),
      redirecting.url,
    )
    expect(result).toMatchObject({ ok: false })
    expect(elsewhere.requests).toEqual([])
    expect(redirecting.requests).toEqual([{ path: '/version' }])
  } finally {
    await Promise.all([elsewhere.stop(), redirecting.stop()])
  }
})

test('calls with other arguments than the contract allows are refused', async ({ open }) => {
  const { page, desk } = open
  const refusals = await page.evaluate(async () => {
    // As hostile code would call them, past the types.
    const call = (name: string, ...args: unknown[]) =>
      Promise.resolve(Reflect.apply(Reflect.get(window.desktop, name), window.desktop, args)).then(
        () => 'answered',
        (error: unknown) => String(error),
      )
    return Promise.all([
      call('setTheme', 'pink'),
      call('setTheme'),
      call('setLanguage', 'fr'),
      call('setConnection', null),
      call('setConnection', { home: 'store' }),
      call('setConnection', { home: 'embedded', extra: 1 }),
      call('setConnection', { home: 'remote', url: 'x'.repeat(3_000) }),
      call('setConnection', { home: 'remote', url: 'https://a.example', accessToken: 'a' }),
      call('useExportedKey', { text: '{}' }),
      call('useExportedKey', { text: 'x'.repeat(10_001), passphrase: 'a' }),
    ])
  })
  for (const refusal of refusals) expect(refusal).toContain('IPC_REFUSED')
  await expect.poll(() => desk.log('main')).toContain('arguments do not fit')
})

test('calls from another window or frame are refused', async ({ open }) => {
  const { app, desk } = open
  const call = (url: string) =>
    app.evaluate(
      async ({ BrowserWindow }, { preload, target }) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        })
        await window.loadURL(target)
        const answer: unknown = await window.webContents.executeJavaScript(
          "desktop.getInfo().then(() => 'answered', (error) => error.message)",
        )
        window.destroy()
        return String(answer)
      },
      { preload: built('preload/index.cjs'), target: url },
    )
  expect(await call('data:text/html,<p>foreign</p>')).toContain('IPC_REFUSED')
  expect(await call('app://admin/')).toContain('IPC_REFUSED')
  await expect.poll(() => desk.log('main')).toContain('foreign sender')
})

test('permissions are refused, except writing to the clipboard', async ({ open }) => {
  const { page } = open
  // Asked for, not used: Chromium lets only a window in focus write, and Xvfb gives focus to none.
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read']
    const query = async (name: string) =>
      // The names that TypeScript knows are fewer than those of Chromium.
      (await navigator.permissions.query({ name: name as PermissionName })).state
    return { write: await query('clipboard-write'), others: await Promise.all(names.map(query)) }
  })
  expect(states.write).toBe('granted')
  expect(states.others).not.toContain('granted')
})
