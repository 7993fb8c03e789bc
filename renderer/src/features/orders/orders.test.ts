import { expect, test } from 'vitest'
import { readNumber } from '../../composables/use-peek.ts'
import { amountRange, fenOf, yuanOf } from './amount-range.ts'
import { ORDER_PARAM, orderLink } from './order-link.ts'

test('a link to an order says its number where the list of orders reads it', () => {
  const { path, query } = orderLink(71)
  expect(path).toBe('/orders')
  expect(readNumber(query[ORDER_PARAM])).toBe(71)
})

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
