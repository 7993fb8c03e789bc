import { expect, test } from 'vitest'
import { lookAtPassword } from './password-strength.ts'

test('twelve characters are enough, counted as people count', () => {
  expect(lookAtPassword('abcdefghijk', []).isLongEnough).toBe(false)
  expect(lookAtPassword('一二三四五六七八九十天地', []).isLongEnough).toBe(true)
  expect(lookAtPassword('😀'.repeat(6), []).isLongEnough).toBe(false)
})

test('own names may not stand in it, in whatever case', () => {
  expect(lookAtPassword('My-SunHao-garden-9', ['sunhao']).isFreeOfNames).toBe(false)
  expect(lookAtPassword('a quiet garden path', ['sunhao', '孙浩']).isFreeOfNames).toBe(true)
})

test('the bar is empty below the least length and full for long and varied ones', () => {
  expect(lookAtPassword('abcdefghijk', []).strength).toBe(0)
  expect(lookAtPassword('aaaaaaaaaaaaaaaaaaaaaaaa', []).strength).toBe(1)
  expect(lookAtPassword('a quiet garden path 77', []).strength).toBe(4)
})
