import { expect, test } from 'vitest'
import { avatarColour, initialOf, pictureOf } from './person.ts'

test.each([
  ['夏夏的小厨房', '夏'],
  ['echo', 'E'],
  ['👩‍👩‍👧 妈妈', '👩‍👩‍👧'],
  ['𠮷野家', '𠮷'],
  [' Ünal', 'Ü'],
  ['', ''],
  ['   ', ''],
])('the initial of %j is %j', (nickname, initial) => {
  expect(initialOf(nickname)).toBe(initial)
})

test('the colour of an avatar depends on the uid alone and uses all six', () => {
  const uid = '019ad7f2-0000-7000-8000-000000000001'
  expect(avatarColour(uid)).toBe(avatarColour(uid))
  const seen = new Set(Array.from({ length: 200 }, (_, index) => avatarColour(`${uid}${index}`)))
  expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6])
})

test.each([
  ['https://pictures.example/a.png', true],
  ['HTTPS://pictures.example/a.png', true],
  ['http://pictures.example/a.png', false],
  ['//pictures.example/a.png', false],
  ['javascript:alert(1)', false],
  ['data:image/png;base64,', false],
  ['', false],
  [null, false],
])('a picture is shown by https only: %j', (address, isShown) => {
  expect(pictureOf(address)).toBe(isShown ? address : undefined)
})
