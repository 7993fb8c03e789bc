import { describe, expect, it } from 'vitest'
import { addMonths, heatOf, weeksOf } from './month-grid.ts'

describe('a month of the calendar', () => {
  it('stands in whole weeks from Monday', () => {
    const weeks = weeksOf('2026-03')
    expect(weeks).toHaveLength(6)
    expect(weeks[0]?.[0]).toBe('2026-02-23')
    expect(weeks[0]?.[6]).toBe('2026-03-01')
    expect(weeks.at(-1)?.[1]).toBe('2026-03-31')
    // February of 2027 begins on a Monday and has four weeks.
    expect(weeksOf('2027-02')).toHaveLength(4)
  })
  it('is followed by the next over the end of a year', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2026-01', -1)).toBe('2025-12')
  })
  it('shows how much ends with a day against the most', () => {
    expect([0, 1, 5, 20, 100].map((points) => heatOf(points, 100))).toEqual([0, 1, 2, 3, 4])
    expect(heatOf(0, 0)).toBe(0)
  })
})
