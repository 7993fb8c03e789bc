import { areaList } from '@vant/area-data'
import { describe, expect, it } from 'vitest'
import { readRegion, regionNames } from './regions.ts'

describe('regions as people write them', () => {
  it.each([
    ['330106', '330106'],
    ['浙江省杭州市西湖区', '330106'],
    ['浙江省 / 杭州市 / 西湖区', '330106'],
    ['浙江杭州西湖', '330106'],
    ['浙江省杭州市', '330100'],
    ['浙江杭州', '330100'],
    ['杭州市', '330100'],
    ['杭州', '330100'],
    ['深圳市南山区', '440305'],
    ['广东深圳', '440300'],
    ['浙江', '330000'],
    ['广西', '450000'],
    ['内蒙古', '150000'],
    ['北京', '110000'],
    ['北京市', '110000'],
    ['北京市朝阳区', '110105'],
    ['上海浦东新区', '310115'],
  ])('%s is %s', (text, code) => {
    expect(readRegion(text)).toBe(code)
  })

  it.each(['鼓楼区', '999999', '没有这个地方', ''])('%s is none, or could be several', (text) => {
    expect(readRegion(text)).toBeUndefined()
  })

  it('every full name of a province, city or district is read as itself', () => {
    const { province_list: provinces, city_list: cities, county_list: districts } = areaList
    const codes = [provinces, cities, districts].flatMap((list) => Object.keys(list))
    const nameOf = (code: string) => regionNames(code).join('')
    const wrong = codes.filter((code) => nameOf(readRegion(nameOf(code)) ?? '') !== nameOf(code))
    expect(wrong).toEqual([])
  })
})
