import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSecretBox } from './secret-box.ts'
import { SessionJar } from './session-jar.ts'
import { fakeKeychain } from './testing/fake-keychain.ts'
import { quietLog } from './testing/quiet-log.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const url = 'https://desk.example.com'
const setCookie = (value: string, maxAge = 60) =>
  new Headers({ 'set-cookie': `md_session=${value}; Max-Age=${maxAge}; HttpOnly` })

function setUp(file = join(temporaryFolder(), 'session.json')) {
  const clock = { nowMs: 1_000 }
  /** The app as it starts: another jar over the same file. */
  const open = async (address = url, keychain = fakeKeychain()) => {
    const log = quietLog()
    const box = createSecretBox({ keychain, allowPlain: false })
    const jar = new SessionJar({ file, box, log, nowMs: () => clock.nowMs })
    await jar.open(address)
    return { jar, log }
  }
  return { file, clock, open }
}

describe('SessionJar', () => {
  it('keeps the session over a restart, unreadable in the file and for the user alone', async () => {
    const { file, open } = setUp()
    const { jar } = await open()
    expect(jar.cookieFor(url)).toBeUndefined()
    jar.note(url, setCookie('secret'))
    expect(jar.cookieFor(url)).toBe('md_session=secret')
    await jar.flush()
    expect(readFileSync(file, 'utf8')).not.toContain('secret')
    expect(readFileSync(file, 'utf8')).not.toContain(url)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await open()).jar.cookieFor(url)).toBe('md_session=secret')
  })

  it('gives the session to no other address', async () => {
    const { open } = setUp()
    const { jar } = await open()
    jar.note(url, setCookie('secret'))
    for (const address of ['embedded', `${url}.evil.example`, `${url}/`, '']) {
      expect(jar.cookieFor(address)).toBeUndefined()
    }
    await jar.flush()
  })

  it('forgets the session when staff sign out', async () => {
    const { file, open } = setUp()
    const { jar } = await open()
    jar.note(url, setCookie('secret'))
    await jar.flush()
    jar.note(url, setCookie('', 0))
    expect(jar.cookieFor(url)).toBeUndefined()
    await jar.flush()
    expect(existsSync(file)).toBe(false)
  })

  it('forgets it on moving, ignores late answers of the former server, and stays so', async () => {
    const { file, open } = setUp()
    const { jar } = await open('embedded')
    jar.note('embedded', setCookie('secret'))
    jar.moveTo('embedded')
    expect(jar.cookieFor('embedded')).toBe('md_session=secret')
    jar.moveTo(url)
    jar.note('embedded', setCookie('late'))
    expect([jar.cookieFor(url), jar.cookieFor('embedded')]).toEqual([undefined, undefined])
    await jar.flush()
    expect(existsSync(file)).toBe(false)
    jar.moveTo('embedded')
    expect(jar.cookieFor('embedded')).toBeUndefined()
    await jar.flush()
  })

  it('forgets a kept session when the app starts with another server', async () => {
    const { file, open } = setUp()
    const { jar } = await open()
    jar.note(url, setCookie('secret'))
    await jar.flush()
    const elsewhere = await open('https://other.example')
    await elsewhere.jar.flush()
    expect(elsewhere.jar.cookieFor(url)).toBeUndefined()
    expect(elsewhere.jar.cookieFor('https://other.example')).toBeUndefined()
    expect(existsSync(file)).toBe(false)
  })

  it('sends no session after its end', async () => {
    const { clock, open } = setUp()
    const { jar } = await open()
    jar.note(url, setCookie('secret', 60))
    await jar.flush()
    clock.nowMs += 59_999
    expect(jar.cookieFor(url)).toBe('md_session=secret')
    clock.nowMs += 1
    expect(jar.cookieFor(url)).toBeUndefined()
    expect((await open()).jar.cookieFor(url)).toBeUndefined()
  })

  it.each([
    ['no JSON', '{"version"'],
    ['another version', '{"version":2}'],
    ['a session in the clear', '{"version":1,"session":{"storage":"plain","value":"{}"}}'],
    ['what was sealed elsewhere', '{"version":1,"session":{"storage":"keychain","value":"eA=="}}'],
  ])('removes a file with %s and only logs it', async (_what, text) => {
    const { file, open } = setUp()
    writeFileSync(file, text)
    const { jar, log } = await open()
    expect(jar.cookieFor(url)).toBeUndefined()
    expect(log.warn).toHaveBeenCalledOnce()
    expect(existsSync(file)).toBe(false)
  })

  it("does not read another user's session", async () => {
    const { open } = setUp()
    const { jar } = await open()
    jar.note(url, setCookie('secret'))
    await jar.flush()
    expect((await open(url, fakeKeychain('b'))).jar.cookieFor(url)).toBeUndefined()
  })

  it('keeps it in memory only where there is no keychain', async () => {
    const { file, open } = setUp()
    const { jar, log } = await open(url, fakeKeychain('a', 'basic_text'))
    jar.note(url, setCookie('secret'))
    await jar.flush()
    expect(jar.cookieFor(url)).toBe('md_session=secret')
    expect(existsSync(file)).toBe(false)
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain('secret')
  })

  it('goes on when the file can neither be written nor removed', async () => {
    const { file, open } = setUp()
    mkdirSync(file)
    const { jar, log } = await open()
    jar.note(url, setCookie('secret'))
    await jar.flush()
    expect(jar.cookieFor(url)).toBe('md_session=secret')
    expect(log.warn).toHaveBeenCalled()
  })

  it('writes the newest of many changes, one after the other', async () => {
    const { file, open } = setUp()
    const { jar } = await open()
    for (let count = 0; count < 50; count++) jar.note(url, setCookie(`session-${count}`))
    await jar.flush()
    expect((await open()).jar.cookieFor(url)).toBe('md_session=session-49')
    expect(readdirSync(join(file, '..'))).toEqual(['session.json'])
  })
})
