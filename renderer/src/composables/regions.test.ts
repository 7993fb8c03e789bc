import { areaList } from '@vant/area-data'
import { expect, test } from 'vitest'
import { regionText, regionTree } from './regions.ts'

test('a region reads from the province down, repeated names once', () => {
  expect(regionText(areaList, '330106')).toBe('浙江省 杭州市 西湖区')
  expect(regionText(areaList, '330000')).toBe('浙江省')
  expect(regionText(areaList, '110105')).toBe('北京市 朝阳区')
  expect(regionText(areaList, '999999')).toBe('999999')
})

test('every city and district lies in its province', () => {
  const tree = regionTree(areaList)
  const zhejiang = tree.find(({ value }) => value === '330000')
  const hangzhou = zhejiang?.children?.find(({ value }) => value === '330100')
  expect(hangzhou?.children).toContainEqual({ value: '330106', label: '西湖区' })
  const cities = tree.flatMap(({ children }) => children ?? [])
  expect(cities).toHaveLength(Object.keys(areaList.city_list).length)
})
