import { expect, test } from 'vitest'
import {
  listMembersInput,
  memberFilter,
} from '../../../../server/modules/members/members.contract.ts'
import { readListQuery, writeListQuery } from '../../composables/list-query.ts'
import { FILTER_GROUPS, moreCount, withoutGroup } from './member-filters.ts'
import { draftOf, EMPTY_DRAFT, readMore } from './more-filters.ts'

const FULL = memberFilter.parse({
  keyword: '夏',
  status: 'active',
  gender: 'female',
  registerChannel: 'miniProgram',
  registerStoreId: 3,
  homeStoreId: 4,
  regionCode: '330106',
  registeredFrom: '2026-01-01',
  registeredTo: '2026-03-18',
  birthdayFrom: '12-20',
  birthdayTo: '01-10',
  spendFenMin: 1_250,
  spendFenMax: 100_000,
  orderCountMin: 1,
  orderCountMax: 20,
  lastOrderFrom: '2026-02-01',
  lastOrderTo: '2026-03-01',
})

test('every condition survives the way into the address and back', () => {
  const input = listMembersInput.parse(FULL)
  const query = new URLSearchParams(
    writeListQuery(listMembersInput, input) as Record<string, string>,
  )
  expect(readListQuery(listMembersInput, Object.fromEntries(query))).toEqual(input)
})

test('every condition belongs to exactly one chip', () => {
  expect(Object.values(FILTER_GROUPS).flat().sort()).toEqual(Object.keys(memberFilter.shape).sort())
})

test('a dropped chip drops both ends of its range and nothing else', () => {
  expect({ ...FULL, ...withoutGroup('birthday') }).toEqual({
    ...FULL,
    birthdayFrom: undefined,
    birthdayTo: undefined,
  })
  expect(withoutGroup('keyword')).toEqual({ keyword: '' })
  expect(withoutGroup('nonsense')).toEqual({})
})

test('the panel counts its own conditions', () => {
  expect(moreCount(FULL)).toBe(8)
  expect(moreCount(memberFilter.parse({ status: 'active', homeStoreId: 1 }))).toBe(0)
})

test('the panel asks what it was filled with', () => {
  const { change, wrong } = readMore(draftOf(FULL))
  expect(wrong).toEqual([])
  expect({ ...FULL, ...change }).toEqual(FULL)
})

test('an empty panel asks for nothing and names every key, so that it clears', () => {
  const { change } = readMore(EMPTY_DRAFT)
  expect(Object.values(change).every((value) => value === undefined)).toBe(true)
  expect(Object.keys(change)).toHaveLength(13)
})

test.each([
  [{ spendMin: '¥1,234.5' }, { spendFenMin: 123_450 }],
  [{ spendMin: '0.29' }, { spendFenMin: 29 }],
  [
    { birthdayFrom: '3-8', birthdayTo: '3.31' },
    { birthdayFrom: '03-08', birthdayTo: '03-31' },
  ],
  [{ birthdayFrom: '0308' }, { birthdayFrom: '03-08' }],
])('%j is read as people write it', (typed, asked) => {
  const { change, wrong } = readMore({ ...EMPTY_DRAFT, ...typed })
  expect(wrong).toEqual([])
  expect(change).toMatchObject(asked)
})

test.each([
  [{ spendMin: 'a lot' }, ['spendMin']],
  [{ spendMin: '12.345' }, ['spendMin']],
  [{ spendMin: '20', spendMax: '10' }, ['spendMin', 'spendMax']],
  [{ orderMin: '1.5' }, ['orderMin']],
  [{ birthdayFrom: '13-01' }, ['birthdayFrom']],
  [
    { registeredFrom: '2026-03-02', registeredTo: '2026-03-01' },
    ['registeredFrom', 'registeredTo'],
  ],
])('%j cannot be asked', (typed, wrong) => {
  expect(readMore({ ...EMPTY_DRAFT, ...typed }).wrong).toEqual(wrong)
})
