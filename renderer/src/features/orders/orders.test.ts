import { expect, test } from 'vitest'
import { amountRange, fenOf, yuanOf } from './amount-range.ts'

test.each([
  ['', undefined],
  ['12', 1_200],
  ['12.5', 1_250],
  [' ¥1,234.50 ', 123_450],
  ['１２．３', 1_230],
  ['12.345', null],
  ['-1', null],
  ['abc', null],
])('%j is %j fen', (text, fen) => {
  expect(fenOf(text)).toBe(fen)
})

test('an amount goes back into its field as it was typed', () => {
  expect([yuanOf(undefined), yuanOf(1_250), yuanOf(1_200)]).toEqual(['', '12.5', '12'])
})

test('a range is refused when an end is no amount or the ends are crossed', () => {
  expect(amountRange('10', '')).toEqual({ paidFenMin: 1_000, paidFenMax: undefined })
  expect(amountRange('x', '')).toEqual({ fault: 'invalid' })
  expect(amountRange('10', '9.99')).toEqual({ fault: 'crossed' })
})
