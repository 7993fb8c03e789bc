import { expect, test } from 'vitest'
import { listApiKeysInput, pickApiKeys } from './api-key-list.ts'
import type { ApiKeyRow } from '../../../../server/modules/api-keys/api-keys.contract.ts'

const key = (id: number, name: string, rest: Partial<ApiKeyRow> = {}): ApiKeyRow => ({
  ...{ id, name, keyId: `mk_${name}`, scopes: [], source: null, store: null },
  ...{ createdAt: id, createdBy: '', lastUsedAt: null, revokedAt: null, revokedBy: null },
  ...rest,
})
const KEYS = [
  key(1, '商城', { source: 'mall', lastUsedAt: 5 }),
  key(2, '收银 10'),
  key(3, '收银 2', { revokedAt: 9, lastUsedAt: 7 }),
]
const names = (input: object) =>
  pickApiKeys(KEYS, listApiKeysInput.parse(input)).list.map(({ name }) => name)

test('the newest key is first', () => {
  expect(names({})).toEqual(['收银 2', '收银 10', '商城'])
})

test('names are put in order as people count, and a key never used counts as the longest ago', () => {
  expect(names({ sort: 'name', order: 'asc' })).toEqual(['商城', '收银 2', '收银 10'])
  expect(names({ sort: 'lastUsedAt', order: 'desc' })).toEqual(['收银 2', '商城', '收银 10'])
})

test('any part of name, id or source finds a key, in the state that is asked for', () => {
  expect(names({ keyword: 'MALL' })).toEqual(['商城'])
  expect(names({ keyword: 'mk_收' })).toEqual(['收银 2', '收银 10'])
  expect(names({ keyword: '收银', state: 'live' })).toEqual(['收银 10'])
})

test('a page holds what it is asked for, and the total counts all', () => {
  const page = pickApiKeys(KEYS, listApiKeysInput.parse({ pageNo: 2, pageSize: 2 }))
  expect([page.total, page.list.length]).toEqual([3, 1])
})
