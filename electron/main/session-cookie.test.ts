import { describe, expect, it } from 'vitest'
import { cookieHeader, readSessionChange } from './session-cookie.ts'

const read = (...cookies: string[]) => {
  const headers = new Headers()
  // As Electron hands them over: in one header.
  if (cookies.length > 0) headers.set('set-cookie', cookies.join(', '))
  return readSessionChange(headers)
}
const DAY = 24 * 3_600

describe('session cookie', () => {
  it('is read with its lifetime, and written back without', () => {
    const cookie = 'md_session=aB3_-x; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict'
    expect(read(cookie)).toEqual({ to: 'signedIn', value: 'aB3_-x', lifetimeSeconds: 7 * DAY })
    expect(cookieHeader('aB3_-x')).toBe('md_session=aB3_-x')
  })

  it('is found between the cookies of a proxy, whose dates hold commas', () => {
    const proxy = 'lb=1; Expires=Wed, 21 Oct 2037 07:28:00 GMT'
    expect(read(proxy, 'md_session=a; max-age=60', proxy)).toMatchObject({
      value: 'a',
      lifetimeSeconds: 60,
    })
  })

  it.each([
    'md_session=; Max-Age=0; Path=/',
    'md_session=a; Max-Age=0',
    'md_session=a; Max-Age=-1',
  ])('is over with %s', (cookie) => {
    expect(read(cookie)).toEqual({ to: 'signedOut' })
  })

  it('lives a month at most, also when it names no end', () => {
    expect(read('md_session=a; Max-Age=99999999999')).toMatchObject({ lifetimeSeconds: 30 * DAY })
    expect(read('md_session=a')).toMatchObject({ lifetimeSeconds: 30 * DAY })
  })

  it('is the last one of several', () => {
    expect(read('md_session=a', 'md_session=b')).toMatchObject({ value: 'b' })
  })

  it.each([
    ['no cookie at all', []],
    ['another cookie', ['session=a']],
    ['a name that only ends like it', ['x-md_session=a']],
    ['a value with a line break', ['md_session=a\tb']],
    ['a value with a blank', ['md_session=a b']],
    ['a value that is too long', [`md_session=${'a'.repeat(1_025)}`]],
    ['a header that is too long', [`md_session=a; ${'x'.repeat(20_000)}`]],
    ['no name', ['=a']],
    ['only a name', ['md_session']],
  ])('is not seen in %s', (_what, cookies) => {
    expect(read(...cookies)).toBeUndefined()
  })
})
