import { expect, test } from 'vitest'
import { inGroups, qrPath } from './qr-path.ts'
import { readUserAgent } from './user-agent.ts'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/114.0 Safari/537.36'

test('a browser is told by its most telling name', () => {
  expect(readUserAgent(CHROME)).toEqual({ program: 'Chrome', system: 'Windows' })
  expect(readUserAgent(`${CHROME} Edg/114.0`)).toEqual({ program: 'Edge', system: 'Windows' })
  expect(readUserAgent(`${CHROME} Electron/25.9`)).toMatchObject({ program: 'Member Desk' })
  expect(readUserAgent('curl/8.0')).toBeUndefined()
  expect(readUserAgent('')).toBeUndefined()
})

test('a secret is read in groups of four', () => {
  expect(inGroups('ABCDEFGHIJ')).toBe('ABCD EFGH IJ')
})

test('the picture has a quiet zone of four squares, which scanners need', () => {
  const { path, size } = qrPath('otpauth://totp/Member%20Desk:admin?secret=ABCDEFGH')
  const places = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)])
  expect(Math.min(...places)).toBe(4)
  expect(Math.max(...places)).toBe(size - 5)
})
