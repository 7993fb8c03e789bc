import { expect, test } from 'vitest'
import { zoneChoices } from './time-zones.ts'

test('a zone is found by name, words and distance', () => {
  const shanghai = zoneChoices('zh-CN', '').find((each) => each.zone === 'Asia/Shanghai')
  expect(shanghai?.text).toMatch(/Asia\/Shanghai · .*时间 · GMT\+8/)
})

test('a zone that the browser does not list can still be the chosen one', () => {
  expect(zoneChoices('en', 'UTC').some((each) => each.zone === 'UTC')).toBe(true)
})
