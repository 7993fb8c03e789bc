/** Names by code of GB/T 2260, as `@vant/area-data` has them. */
export interface Areas {
  readonly province_list: Readonly<Record<string, string>>
  readonly city_list: Readonly<Record<string, string>>
  readonly county_list: Readonly<Record<string, string>>
}

/** A region and what lies in it, for a cascader. */
export interface RegionOption extends Record<string, unknown> {
  readonly value: string
  readonly label: string
  children?: RegionOption[]
}

const PROVINCE_DIGITS = 2
const CITY_DIGITS = 4

function within(names: Readonly<Record<string, string>>, digits: number) {
  const groups = new Map<string, RegionOption[]>()
  for (const [value, label] of Object.entries(names)) {
    const stem = value.slice(0, digits)
    groups.set(stem, [...(groups.get(stem) ?? []), { value, label }])
  }
  return groups
}

/** Provinces with their cities and districts. */
export function regionTree({ province_list, city_list, county_list }: Areas): RegionOption[] {
  const cities = within(city_list, PROVINCE_DIGITS)
  const counties = within(county_list, CITY_DIGITS)
  return Object.entries(province_list).map(([value, label]) => ({
    value,
    label,
    children: (cities.get(value.slice(0, PROVINCE_DIGITS)) ?? []).map((city) => {
      const children = counties.get(city.value.slice(0, CITY_DIGITS))
      return children ? { ...city, children } : city
    }),
  }))
}

/** Names from the province down; repeated ones (Beijing, Beijing) once, an unknown code for itself. */
export function regionText(areas: Areas, code: string): string {
  const names = [
    areas.province_list[`${code.slice(0, PROVINCE_DIGITS)}0000`],
    code.endsWith('0000') ? undefined : areas.city_list[`${code.slice(0, CITY_DIGITS)}00`],
    code.endsWith('00') ? undefined : areas.county_list[code],
  ].filter((name) => name !== undefined)
  return names.filter((name, i) => name !== names[i - 1]).join(' ') || code
}
