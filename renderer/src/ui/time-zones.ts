import { timeZone } from '../../../server/modules/settings/settings.contract.ts'

export interface ZoneChoice {
  readonly zone: string
  /** `Asia/Tokyo · Japan Standard Time · GMT+9`; a search looks through all of it. */
  readonly text: string
}

const made = new Map<string, readonly ZoneChoice[]>()

function partOf(zone: string, locale: string, timeZoneName: 'long' | 'shortOffset'): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts(0)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}

const isKnown = (zone: string): boolean => timeZone.safeParse(zone).success

function choiceOf(zone: string, locale: string): ZoneChoice {
  if (!isKnown(zone)) return { zone, text: zone }
  const words = [zone, partOf(zone, locale, 'long'), partOf(zone, 'en', 'shortOffset')]
  return { zone, text: [...new Set(words)].filter(Boolean).join(' · ') }
}

/** The one that is in force, alone; none where none was chosen. */
export const chosenZone = (locale: string, chosen: string): readonly ZoneChoice[] =>
  chosen === '' ? [] : [choiceOf(chosen, locale)]

/** All zones this browser knows, and `chosen` where it is none of them. */
export function zoneChoices(locale: string, chosen: string): readonly ZoneChoice[] {
  const known = made.get(locale)
  const all = known ?? Intl.supportedValuesOf('timeZone').map((zone) => choiceOf(zone, locale))
  if (!known) made.set(locale, all)
  const isThere = chosen === '' || all.some((each) => each.zone === chosen)
  return isThere ? all : [choiceOf(chosen, locale), ...all]
}
