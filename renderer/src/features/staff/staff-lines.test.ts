import { expect, test } from 'vitest'
import { STAFF_BULK_MAX } from '../../../../server/modules/staff/staff.contract.ts'
import { readStaffLines, staffLines } from './staff-lines.ts'

const faults = (text: string) => readStaffLines(text).map(({ lineNo, fault }) => [lineNo, fault])

test('lines may be parted by comma, Chinese comma, semicolon or tab', () => {
  const text = 'Li.Na,李娜\nwang_wei，王伟\n\nzhao-liu\t赵六\nsun;孙 七\r\n'
  expect(staffLines.parse(text)).toEqual([
    { username: 'li.na', displayName: '李娜' },
    { username: 'wang_wei', displayName: '王伟' },
    { username: 'zhao-liu', displayName: '赵六' },
    { username: 'sun', displayName: '孙 七' },
  ])
})

test('each wrong line is told by its number and reason', () => {
  expect(faults('李娜,李娜\n\nok,好\nOK,again\nnoname\n')).toEqual([
    [1, 'username'],
    [3, undefined],
    [4, 'twice'],
    [5, 'displayName'],
  ])
})

test('one wrong line refuses them all, and so does nothing at all', () => {
  expect(staffLines.safeParse('ok,好\nnoname').success).toBe(false)
  expect(staffLines.safeParse(' \n ').success).toBe(false)
})

test('what exceeds the limit of the server is told before it is sent', () => {
  const lines = Array.from({ length: STAFF_BULK_MAX + 1 }, (_, index) => `user${index},名`)
  expect(faults(lines.join('\n')).filter(([, fault]) => fault)).toEqual([
    [STAFF_BULK_MAX + 1, 'tooMany'],
  ])
})
