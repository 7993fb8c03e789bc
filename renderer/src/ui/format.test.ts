import { expect, test } from 'vitest'
import { formatCount, formatDateTime, formatFen, formatTimeOfDay, formatTotal } from './format.ts'

test('a time is shown in the business time zone', () => {
  expect(formatDateTime(Date.UTC(2026, 2, 18, 6, 21))).toBe('2026-03-18 14:21')
  expect(formatDateTime(Date.UTC(2026, 2, 18, 6, 21), 'UTC')).toBe('2026-03-18 06:21')
})

test('midnight is 00:00 of the new day, also where Shanghai once had summer time', () => {
  expect(formatDateTime(Date.UTC(2026, 11, 31, 16, 0))).toBe('2027-01-01 00:00')
  expect(formatDateTime(Date.UTC(1990, 6, 1, 15, 0))).toBe('1990-07-02 00:00')
})

test('an error tells the second', () => {
  expect(formatTimeOfDay(Date.UTC(2026, 2, 18, 6, 31, 7))).toBe('14:31:07')
})

test('counts have thousands commas and a true minus', () => {
  expect(formatCount(128460)).toBe('128,460')
  expect(formatCount(0)).toBe('0')
  expect(formatCount(-3900)).toBe('−3,900')
})

test('money has two decimals, thousands commas and a true minus', () => {
  expect(formatFen(250_031_563)).toBe('¥2,500,315.63')
  expect(formatFen(0)).toBe('¥0.00')
  expect(formatFen(-1_250)).toBe('−¥12.50')
})

test('a total that is a lower bound says so', () => {
  expect(formatTotal(128, true)).toBe('128')
  expect(formatTotal(10_000, false)).toBe('10,000+')
})
