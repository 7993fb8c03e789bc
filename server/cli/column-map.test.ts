import { describe, expect, it } from 'vitest'
import { columnMapOf, readColumnMap } from './column-map.ts'

const HEADINGS = ['编号', '手机', '导购', '']
const read = (map: unknown, kind: 'members' | 'orders' = 'members') =>
  readColumnMap(typeof map === 'string' ? map : JSON.stringify(map), { kind, headings: HEADINGS })

describe('a map of columns', () => {
  it('is printed so that it reads back as the same', () => {
    const mapping = ['externalId', 'mobile', null, null]
    const map = columnMapOf(HEADINGS, mapping)
    expect(map).toEqual({ 编号: 'externalId', 手机: 'mobile', 导购: null })
    expect(read(map)).toEqual(mapping)
    expect(read(`\uFEFF${JSON.stringify(map)}`)).toEqual(mapping)
  })

  it('leaves out the columns that it does not name', () => {
    expect(read({ 手机: 'mobile' })).toEqual([null, 'mobile', null, null])
  })

  it.each([
    [
      'a heading that the file does not have',
      { 电话: 'mobile' },
      '“电话”; its headings are “编号”',
    ],
    [
      'a field of no kind',
      { 手机: 'handy' },
      '“handy”; the fields of members are externalId, mobile',
    ],
    ['a field of the other kind', { 手机: 'orderNo' }, 'there is no field “orderNo”'],
    ['one field for two headings', { 编号: 'mobile', 手机: 'mobile' }, 'go into “mobile”'],
    ['what is no name', { 手机: 1 }, 'is a JSON object'],
    ['a list', ['mobile'], 'is a JSON object'],
    ['no JSON', '手机: mobile', 'is a JSON object'],
  ])('is refused with %s, which is named', (_name, map, words) => {
    expect(() => read(map)).toThrow(words)
  })
})
