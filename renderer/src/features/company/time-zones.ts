/** A zone as it is chosen: its IANA name and how far it is from UTC now. */
export interface ZoneChoice {
  readonly name: string
  readonly label: string
}

/** `UTC+08:00`; the plain `GMT` of Intl is written out. */
export function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const name = parts.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return name === 'GMT' ? 'UTC+00:00' : name.replace('GMT', 'UTC')
}

export const zoneChoice = (name: string, now: Date): ZoneChoice => ({
  name,
  label: `${name.replaceAll('_', ' ')} (${offsetOf(name, now)})`,
})

/** Every zone that this computer knows, with the one in force even if it does not. */
export function zoneChoices(inForce: string | undefined, now: Date): ZoneChoice[] {
  const known = Intl.supportedValuesOf('timeZone')
  const names = inForce && !known.includes(inForce) ? [inForce, ...known] : known
  return names.map((name) => zoneChoice(name, now))
}
