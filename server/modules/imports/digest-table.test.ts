import { expect, it } from 'vitest'
import { DigestTable, NumberColumn } from './digest-table.ts'

const COUNT = 5_000

it('a table of texts numbers them in their order and finds each, also after it has grown', () => {
  const table = new DigestTable()
  for (let n = 0; n < COUNT; n += 1) expect(table.add(`手机 ${n}`)).toBe(n)
  for (let n = 0; n < COUNT; n += 1) expect(table.find(`手机 ${n}`)).toBe(n)
  expect(table.add('手机 7')).toBe(7)
  expect(table.size).toBe(COUNT)
  expect(table.find(`手机 ${COUNT}`)).toBeUndefined()
})

it('a column of numbers knows what was set, and 0 elsewhere', () => {
  const column = new NumberColumn()
  column.set(3, 4_000_000_000)
  column.set(9_999, 5)
  expect([column.get(3), column.get(9_999), column.get(4), column.get(99_999)]).toEqual([
    4_000_000_000, 5, 0, 0,
  ])
})
