import { expect, test } from 'vitest'
import { displayName } from './member-identity.ts'

test('a member without nickname goes by the masked mobile, without both by nothing', () => {
  expect(displayName({ nickname: '夏夏', mobileMasked: '138****6207' })).toBe('夏夏')
  expect(displayName({ nickname: '  ', mobileMasked: '138****6207' })).toBe('138****6207')
  expect(displayName({ nickname: '', mobileMasked: null })).toBeUndefined()
})
