import { expect, test } from 'vitest'
import { daysSince, daysToBirthday } from './member-days.ts'
import { membersMessages } from './members.messages.ts'
import { MEMBER_EXPORT_COLUMNS } from '../../../../server/modules/members/members.contract.ts'

const NOON = Date.UTC(2026, 2, 18, 4)
const ZONE = 'Asia/Shanghai'

test.each([
  ['1993-03-18', 0],
  ['1993-04-09', 22],
  ['1993-03-17', 364],
  ['1992-02-29', 348],
])('a birthday on %s comes in %i days', (birthday, days) => {
  expect(daysToBirthday(birthday, NOON, ZONE)).toBe(days)
})

test('days since an order are those of the business zone', () => {
  expect(daysSince('2026-03-16', NOON, ZONE)).toBe(2)
  expect(daysSince('2026-03-18', Date.UTC(2026, 2, 17, 17), ZONE)).toBe(0)
})

test.each([
  ['zh', membersMessages.zh],
  ['en', membersMessages.en],
])('every column of an export has a name, %s', (_name, { columns, export: { columnNames } }) => {
  const names = { ...columns, ...columnNames }
  expect(MEMBER_EXPORT_COLUMNS.filter((column) => !(column in names))).toEqual([])
})
