import { expect, test } from 'vitest'
import { listMembersInput } from '../../../server/modules/members/members.contract.ts'
import type { LocationQuery } from 'vue-router'
import {
  filterPartOf,
  isFiltered,
  isPersonalText,
  lastPageNo,
  readListQuery,
  splitPersonal,
  viewQueryOf,
  withoutFilters,
  writeListQuery,
} from './list-query.ts'

const defaults = listMembersInput.parse({})

test('an empty address asks the defaults', () => {
  expect(readListQuery(listMembersInput, {})).toEqual(defaults)
  expect(writeListQuery(listMembersInput, defaults)).toEqual({})
})

test('a question survives the way into the address and back', () => {
  const input = listMembersInput.parse({
    keyword: '夏 & 夏=?',
    status: 'disabled',
    pageNo: 3,
    pageSize: 20,
    sort: 'nickname',
    order: 'asc',
  })
  const query = writeListQuery(listMembersInput, input)
  const address = new URLSearchParams(query as Record<string, string>).toString()
  expect(readListQuery(listMembersInput, Object.fromEntries(new URLSearchParams(address)))).toEqual(
    input,
  )
})

test('a keyword of digits keeps its leading zeros', () => {
  expect(readListQuery(listMembersInput, { keyword: '0042' }).keyword).toBe('0042')
})

test.each<LocationQuery>([
  { pageNo: '0' },
  { pageNo: '-1' },
  { pageNo: '1e3' },
  { pageNo: '99999999999999999999' },
  { pageSize: '37' },
  { pageSize: '1000000' },
  { status: 'deleted' },
  { sort: 'mobile; drop table' },
  { order: 'DESC' },
  { keyword: 'x'.repeat(65) },
  { keyword: null },
  { nonsense: 'x', __proto__: 'y' },
])('%j in the address counts as absent', (query) => {
  expect(readListQuery(listMembersInput, query)).toEqual(defaults)
})

test('of a repeated parameter the first counts', () => {
  expect(readListQuery(listMembersInput, { pageNo: ['2', '5'] }).pageNo).toBe(2)
})

test('page, size and order are no filters', () => {
  expect(isFiltered(listMembersInput, { ...defaults, pageNo: 4, pageSize: 20 })).toBe(false)
  expect(isFiltered(listMembersInput, { ...defaults, keyword: '夏' })).toBe(true)
  expect(isFiltered(listMembersInput, { ...defaults, status: 'active' })).toBe(true)
})

test('clearing drops every condition and keeps the page size', () => {
  const input = { ...defaults, keyword: '夏', status: 'active' as const, pageNo: 3, pageSize: 20 }
  const cleared = withoutFilters(listMembersInput, input)
  expect(writeListQuery(listMembersInput, cleared)).toEqual({ pageSize: '20' })
})

test('the last page', () => {
  expect([0, 1, 50, 51, 2357].map((total) => lastPageNo(total, 50))).toEqual([1, 1, 1, 2, 48])
})

test.each([
  '13800136207',
  '138 0013-6207',
  '+86 (138) 0013.6207',
  '１３８００１３６２０７',
  '0013620',
])('%s stays out of the address', (keyword) => {
  const { shown, hidden } = splitPersonal(
    writeListQuery(listMembersInput, { ...defaults, keyword, status: 'active' }),
  )
  expect({ shown, hidden }).toEqual({ shown: { status: 'active' }, hidden: { keyword } })
})

test('an e-mail address stays out of the address too', () => {
  expect(isPersonalText('xi@outlook.com')).toBe(true)
})

test.each(['6207', 'SHOP-8', '夏夏', '123456', 'C00122', ''])('%s may stand in it', (keyword) => {
  expect(isPersonalText(keyword)).toBe(false)
})

test.each(['13800136207', '欧阳鸢尾'])('a view keeps conditions and order, not %s', (keyword) => {
  const input = listMembersInput.parse({
    keyword,
    status: 'active',
    sort: 'nickname',
    pageNo: 3,
    pageSize: 20,
  })
  expect(viewQueryOf(listMembersInput, input)).toEqual({ status: 'active', sort: 'nickname' })
})

test('the filter part knows neither page nor order', () => {
  const input = { ...defaults, status: 'active' as const, pageNo: 2, order: 'asc' as const }
  expect(filterPartOf(listMembersInput, input)).toEqual({ status: 'active' })
})
