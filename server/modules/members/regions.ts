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

/** What people leave out at the end of a name: 浙江 for 浙江省, 广西 for 广西壮族自治区, 西湖 for 西湖区. */
const ENDING = /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市|地区|盟|区|县)$/

/** A name in full and without its ending; of two characters one alone says too little. */
function spellingsOf(name: string): string[] {
  const short = name.replace(ENDING, '')
  return short.length < 2 || short === name ? [name] : [name, short]
}

/** Every way to write names one after the other, each in full or short. */
function joined([first, ...rest]: readonly string[]): string[] {
  if (first === undefined) return ['']
  const ends = joined(rest)
  return spellingsOf(first).flatMap((name) => ends.map((end) => name + end))
}

/** Names from the province down, and without what is above: 浙江省杭州市西湖区, 杭州西湖区, 西湖区. */
const writtenAs = (names: readonly string[]): string[] => [
  ...names.flatMap((_, from) => joined(names.slice(from))),
  // The province, and the district of a city that goes without saying.
  ...(names.length === 3 ? joined([names[0], names[2]].filter((name) => name !== undefined)) : []),
]

let byName: Map<string, string | undefined> | undefined

/**
 * Every region by the ways to write it, without separators. One that stands for a place and for a part of it
 * (北京市) is the place; one that stands for several (鼓楼区) is none.
 */
function namesToCodes(): Map<string, string | undefined> {
  if (byName) return byName
  const lists = [provinces, cities, districts]
  const codes = lists.flatMap((list) => Object.keys(list))
  // The first of two with one full name is what the other is a part of.
  byName = new Map(codes.reverse().map((code) => [regionNames(code).join(''), code]))
  for (const list of lists) {
    const ofList = new Map<string, string | undefined>()
    for (const code of Object.keys(list)) {
      for (const name of new Set(writtenAs(regionNames(code)))) {
        ofList.set(name, ofList.has(name) ? undefined : code)
      }
    }
    for (const [name, code] of ofList) if (!byName.has(name)) byName.set(name, code)
  }
  return byName
}

/**
 * The code of a region written as people do: `330106`, `浙江省杭州市西湖区`, `浙江/杭州`, `杭州市`.
 * Undefined when it is not known, or could be several.
 */
export function readRegion(text: string): string | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[\s/\-,，、>]/g, '')
  return /^\d{6}$/.test(plain) ? (isRegion(plain) ? plain : undefined) : namesToCodes().get(plain)
}
