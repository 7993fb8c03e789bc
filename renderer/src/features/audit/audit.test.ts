import { expect, test } from 'vitest'
import { auditMessages } from './audit.messages.ts'
import { actionKey } from './audit-actions.ts'
import { diffKind, diffLines } from './audit-diff.ts'
import { makeValueText } from './audit-value.ts'
import { rangeOf, startOfDay } from './audit-period.ts'
import { shortTime } from './audit-time.ts'
import { AUDIT_ACTIONS, AUDIT_TARGETS } from '../../../../server/modules/audit/audit.contract.ts'
import {
  GENDERS,
  memberChanges,
  memberFilter,
  MEMBER_PERSONAL_FIELDS,
  REGISTER_CHANNELS,
} from '../../../../server/modules/members/members.contract.ts'
import { createRoleInput } from '../../../../server/modules/roles/roles.contract.ts'
import { company, presets } from '../../../../server/modules/settings/settings.contract.ts'
import { createStoreInput } from '../../../../server/modules/stores/stores.contract.ts'

const languages = [
  ['zh', auditMessages.zh],
  ['en', auditMessages.en],
] as const

function find(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, name) => (Object(node) === node ? Reflect.get(Object(node), name) : undefined),
      tree,
    )
}

test.each(languages)('every action and every kind of target has a name, %s', (_name, messages) => {
  const nameless = AUDIT_ACTIONS.filter(
    (action) => typeof find({ audit: messages }, actionKey(action)) !== 'string',
  )
  expect(nameless).toEqual([])
  expect(AUDIT_TARGETS.filter((target) => !messages.targets[target])).toEqual([])
})

/** Written by the server beside those of the schemas. */
const FIELDS = [
  ...['username', 'displayName', 'status', 'roles', 'stores'],
  ...['field', 'lastHour', 'entries', 'sealedTo', 'faults', 'rows'],
  ...['columns', 'isPlain', 'file', 'sha256', 'created', 'unchanged', 'refused', 'amountFen'],
  ...['points', 'bookedPoints', 'bookedMembers', 'statedPoints', 'statedMembers'],
  ...[createRoleInput, createStoreInput, company, presets, memberChanges, memberFilter].flatMap(
    ({ shape }) => Object.keys(shape),
  ),
]
test.each(languages)('every field that is recorded has a name, %s', (_name, messages) => {
  expect(FIELDS.filter((field) => typeof find(messages.fields, field) !== 'string')).toEqual([])
})

test.each(languages)(
  'every word that stands for a value of members has a name, %s',
  (_name, messages) => {
    const { gender, registerChannel, field } = messages.values
    expect(Object.keys(gender).sort()).toEqual([...GENDERS].sort())
    expect(Object.keys(registerChannel).sort()).toEqual([...REGISTER_CHANNELS].sort())
    expect(Object.keys(field).sort()).toEqual([...MEMBER_PERSONAL_FIELDS].sort())
  },
)

test('a list shows what was added, what was taken away and what stayed', () => {
  const [line] = diffLines({ before: { stores: ['A', 'B'] }, after: { stores: ['B', 'C'] } })
  expect(line?.items).toEqual([
    { value: 'A', fate: 'removed' },
    { value: 'B', fate: 'kept' },
    { value: 'C', fate: 'added' },
  ])
})

test('a group of values reads as its members, and a field on one side only is kept', () => {
  const lines = diffLines({ before: { name: 'A' }, after: { presets: { checkInPoints: 5 } } })
  expect(lines.map(({ field, before, after }) => [field, before, after])).toEqual([
    ['name', 'A', undefined],
    ['presets.checkInPoints', undefined, 5],
  ])
})

test('stores and regions read by their names, and an id that is not known as it is', () => {
  const valueText = makeValueText({
    t: (key) => key,
    roleName: ({ name }) => name,
    rightName: (right) => right,
    storeName: (id) => (id === 1_204 ? 'Xihu' : `#${id}`),
    regionName: (code) => (code === '330106' ? 'Hangzhou' : code),
  })
  expect(valueText('homeStoreId', 1_204)).toBe('Xihu')
  expect(valueText('filter.registerStoreId', 4_004)).toBe('#4004')
  expect(valueText('regionCode', '330106')).toBe('Hangzhou')
  expect(valueText('regionCode', '999999')).toBe('999999')
  expect(valueText('rows', 1_204)).toBe('1,204')
})

test('an entry is a change, something made, something removed, or none of it', () => {
  expect(diffKind({ before: {}, after: {} })).toBe('change')
  expect(diffKind({ before: null, after: {} })).toBe('contents')
  expect(diffKind({ before: {}, after: null })).toBe('removed')
  expect(diffKind({ before: null, after: null })).toBe('none')
})

test('a day begins by the zone of the business, also where clocks change that night', () => {
  expect(startOfDay('2026-03-18', 'Asia/Shanghai')).toBe(Date.UTC(2026, 2, 17, 16))
  expect(startOfDay('2026-03-08', 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 5))
  expect(startOfDay('2026-03-09', 'America/New_York')).toBe(Date.UTC(2026, 2, 9, 4))
  expect(startOfDay('2026-03-18', 'Asia/Kathmandu')).toBe(Date.UTC(2026, 2, 17, 18, 15))
  expect(startOfDay('2026-03-18', 'Pacific/Kiritimati')).toBe(Date.UTC(2026, 2, 17, 10))
  // Midnight does not exist that night: the day begins at one.
  expect(startOfDay('2024-04-26', 'Africa/Cairo')).toBe(Date.UTC(2024, 3, 25, 22))
})

test('a period holds whole days, the last one included', () => {
  const now = { nowMs: Date.UTC(2026, 2, 18, 6, 26), timeZone: 'Asia/Shanghai' }
  const none = { first: undefined, last: undefined, ...now }
  expect(rangeOf(undefined, none)).toEqual({})
  expect(rangeOf('today', none)).toEqual({ from: Date.UTC(2026, 2, 17, 16) })
  expect(rangeOf('week', none)).toEqual({ from: Date.UTC(2026, 2, 11, 16) })
  expect(rangeOf('custom', { first: '2026-03-01', last: '2026-03-02', ...now })).toEqual({
    from: Date.UTC(2026, 1, 28, 16),
    to: Date.UTC(2026, 2, 2, 16),
  })
})

test('a time is as short as it is clear', () => {
  const now = Date.UTC(2026, 2, 18, 6, 26)
  const zone = 'Asia/Shanghai'
  expect(shortTime(Date.UTC(2026, 2, 17, 16, 0, 1), zone, now)).toBe('00:00:01')
  expect(shortTime(Date.UTC(2026, 2, 17, 15, 0, 1), zone, now)).toBe('03-17 23:00:01')
  expect(shortTime(Date.UTC(2025, 2, 17, 15, 0, 1), zone, now)).toBe('2025-03-17 23:00:01')
})
