import { expect, test } from 'vitest'
import { needsReason, readStated, readTotal } from './stated-totals.ts'

test.each([
  ['', null],
  ['  ', null],
  ['1250', 1250],
  ['1,250', 1250],
  ['１２，５００', 12_500],
  ['12.5', undefined],
  ['-3', undefined],
  ['12,50', undefined],
  ['一千', undefined],
])('the total "%s" is read as %s', (text, total) => {
  expect(readTotal(text)).toBe(total)
})

test('totals that make no sense are none, and those that differ need a reason', () => {
  expect(readStated({ points: '1', members: 'x' })).toBeUndefined()
  const booked = { points: 100, members: 3, repeatedPoints: 0, years: [] }
  const needs = (points: string, members: string) => {
    const stated = readStated({ points, members })
    return stated && needsReason(stated, booked)
  }
  expect(needs('', '')).toBe(false)
  expect(needs('100', '')).toBe(false)
  expect(needs('100', '3')).toBe(false)
  expect(needs('101', '')).toBe(true)
  expect(needs('100', '2')).toBe(true)
})
