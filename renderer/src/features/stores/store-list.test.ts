import { expect, test } from 'vitest'
import { listStoresInput, pickStores } from './store-list.ts'
import type { StoreRow } from '../../../../server/modules/stores/stores.contract.ts'

const store = (id: number, code: string, name: string, rest: Partial<StoreRow> = {}): StoreRow => ({
  id,
  uid: `u${id}`,
  code,
  name,
  status: 'active',
  staffCount: 0,
  createdAt: id,
  ...rest,
})
const STORES = [
  store(1, 'S10', '滨江店', { staffCount: 3 }),
  store(2, 'S2', '湖滨店', { status: 'closed', staffCount: 9 }),
  store(3, 'HQ', '总部 Head office', { staffCount: 3 }),
]
const codes = (input: object) =>
  pickStores(STORES, listStoresInput.parse(input)).list.map(({ code }) => code)

test('codes are put in order as people count: S2 before S10', () => {
  expect(codes({})).toEqual(['HQ', 'S2', 'S10'])
  expect(codes({ order: 'desc' })).toEqual(['S10', 'S2', 'HQ'])
})

test('equal counts keep a steady order', () => {
  expect(codes({ sort: 'staffCount', order: 'desc' })).toEqual(['S2', 'HQ', 'S10'])
})

test('any part of code or name finds a store, whatever its case', () => {
  expect(codes({ keyword: 'head' })).toEqual(['HQ'])
  expect(codes({ keyword: 's1' })).toEqual(['S10'])
  expect(codes({ keyword: '滨' })).toEqual(['S2', 'S10'])
  expect(codes({ keyword: '滨', status: 'closed' })).toEqual(['S2'])
})

test('a page holds what it is asked for, and the total counts all', () => {
  const page = pickStores(STORES, listStoresInput.parse({ pageNo: 2, pageSize: 2 }))
  expect([page.total, page.list.length]).toEqual([3, 1])
})
