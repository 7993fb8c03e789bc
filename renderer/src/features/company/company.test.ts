import { expect, test } from 'vitest'
import { offsetOf, zoneChoices } from './time-zones.ts'

const NOW = new Date('2026-03-18T06:26:00Z')

test('a zone says how far it is from UTC', () => {
  expect(offsetOf('Asia/Shanghai', NOW)).toBe('UTC+08:00')
  expect(offsetOf('Asia/Kathmandu', NOW)).toBe('UTC+05:45')
  expect(offsetOf('UTC', NOW)).toBe('UTC+00:00')
})

test('the zone in force can always be chosen, also under a name of old', () => {
  const names = zoneChoices('PRC', NOW).map(({ name }) => name)
  expect(names[0]).toBe('PRC')
  expect(names).toContain('Asia/Shanghai')
  expect(zoneChoices(undefined, NOW).some(({ name }) => name === 'PRC')).toBe(false)
})
