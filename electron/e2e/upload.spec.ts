import { expect, test } from './support/fixtures.ts'

test('an upload that is stopped leaves the server as ready as before', async ({ open }) => {
  const { page } = open
  const status = await page.evaluate(async () => {
    const stop = new AbortController()
    const body = new Uint8Array(8 * 1024 * 1024)
    const sent = fetch('/files/imports?kind=members&name=a.csv', {
      method: 'POST',
      body,
      signal: stop.signal,
    }).catch(() => undefined)
    setTimeout(() => {
      stop.abort()
    }, 30)
    await sent
    const { status: state } = await window.desktop.getServerState()
    return state
  })
  expect(status).toBe('ready')
})
