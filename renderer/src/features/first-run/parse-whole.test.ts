import { expect, test } from 'vitest'
import { parseWhole } from './parse-whole.ts'

test.each([
  ['5000', 5000],
  [' 5,000 ', 5000],
  ['５０００', 5000],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['9999999999', undefined],
])('%j is read as %s', (typed, expected) => {
  expect(parseWhole(typed)).toBe(expected)
})
