import { areaList } from '@vant/area-data'

const { province_list: provinces, city_list: cities, county_list: districts } = areaList

/** Is it a province, city or district of GB/T 2260? */
export const isRegion = (code: string): boolean =>
  code in provinces || code in cities || code in districts

/** Names from the province down: 浙江省 / 杭州市 / 西湖区. Repeated names (北京市 / 北京市) stand once. */
export function regionNames(code: string): string[] {
  const province = provinces[`${code.slice(0, 2)}0000`]
  const city = code.endsWith('0000') ? undefined : cities[`${code.slice(0, 4)}00`]
  const district = code.endsWith('00') ? undefined : districts[code]
  const names = [province, city, district].filter((name) => name !== undefined)
  return names.filter((name, i) => name !== names[i - 1])
}

let byName: Map<string, string> | undefined

/** Every region by its full name without separators; cities and districts also without the province. */
function namesToCodes(): Map<string, string> {
  if (byName) return byName
  byName = new Map()
  for (const code of [provinces, cities, districts].flatMap((list) => Object.keys(list))) {
    byName.set(regionNames(code).join(''), code)
  }
  return byName
}

/**
 * The code of a region written as people do: `330106`, `浙江省杭州市西湖区`, `浙江省/杭州市/西湖区`.
 * Undefined when it is not known.
 */
export function readRegion(text: string): string | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[\s/\-,，、>]/g, '')
  return /^\d{6}$/.test(plain) ? (isRegion(plain) ? plain : undefined) : namesToCodes().get(plain)
}
