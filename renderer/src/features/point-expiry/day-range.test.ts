import { expect, it } from 'vitest'
import { daysOver, daysToCome } from './day-range.ts'

it('of a month that is under way the days to come can be extended, those over reinstated', () => {
  const today = '2026-03-18'
  expect(daysToCome('2026-03', today)).toEqual({ fromDay: today, toDay: '2026-03-31' })
  expect(daysOver('2026-03', today)).toEqual({ fromDay: '2026-03-01', toDay: '2026-03-17' })
  expect(daysToCome('2026-04', today)).toEqual({ fromDay: '2026-04-01', toDay: '2026-04-30' })
  expect(daysOver('2026-04', today)).toBeUndefined()
  expect(daysToCome('2026-02', today)).toBeUndefined()
  expect(daysOver('2026-02', today)).toEqual({ fromDay: '2026-02-01', toDay: '2026-02-28' })
  expect(daysOver('2026-03', '2026-03-01')).toBeUndefined()
})
