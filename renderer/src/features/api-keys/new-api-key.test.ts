import { expect, test } from 'vitest'
import { NEW_API_KEY, newApiKey } from './new-api-key.ts'

const read = (more: object) => newApiKey.safeParse({ ...NEW_API_KEY, name: '商城', ...more })

test('a key that sends orders needs their source, and no other key has one', () => {
  expect(read({ scopes: ['orders.write'], source: ' ' }).error?.issues[0]?.path).toEqual(['source'])
  expect(read({ scopes: ['orders.write'], source: ' mall ' }).data?.source).toBe('mall')
  expect(read({ scopes: ['members.read'], source: 'mall' }).data?.source).toBeNull()
})

test('a store that was chosen and cleared again is all stores', () => {
  expect(read({ scopes: ['members.read'], storeId: undefined }).data?.storeId).toBeNull()
})
