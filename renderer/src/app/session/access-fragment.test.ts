import { expect, test } from 'vitest'
import { accessTokenOf } from './access-fragment.ts'

test('the token is read from the link of the server', () => {
  expect(accessTokenOf('#access=abc-_123')).toBe('abc-_123')
  expect(accessTokenOf('#access=a%2Bb')).toBe('a+b')
})

test('any other fragment holds none', () => {
  expect(accessTokenOf('')).toBeUndefined()
  expect(accessTokenOf('#members')).toBeUndefined()
  expect(accessTokenOf('#xaccess=abc')).toBeUndefined()
})

test('a damaged one is passed on as it is, cut to a sane length', () => {
  expect(accessTokenOf('#access=%E0%A4%A')).toBe('%E0%A4%A')
  expect(accessTokenOf(`#access=${'x'.repeat(5_000)}`)).toHaveLength(1_000)
})
