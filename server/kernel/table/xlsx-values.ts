/** Formats of dates and times that every workbook has (ECMA-376, 18.8.30), with those of Chinese Excel. */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 57,
])
const SECONDS_A_DAY = 86_400
/** Serial number of 1970-01-01 in either epoch. */
const UNIX_EPOCH_1900 = 25_569
const UNIX_EPOCH_1904 = 24_107
const DIGITS = 15
/** Excel has fewer styles and shorter formats. */
const STYLES_MAX = 65_536
const FORMAT_MAX = 255

/** A format of one's own shows a date when letters of dates stand outside of its quotes and brackets. */
const isDateFormat = (code: string): boolean =>
  /[ymdhs年月日]/i.test(code.slice(0, FORMAT_MAX).replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''))

/** Reads `styles.xml` tag by tag; afterwards says which styles of cells show dates. */
export function dateStyles() {
  const own = new Map<number, boolean>()
  const formats: number[] = []
  let isInCells = false
  return {
    onTag(tag: string, attributes: Readonly<Record<string, string>>): void {
      if (tag === 'cellXfs') isInCells = true
      if (tag === '/cellXfs') isInCells = false
      if (tag === 'numFmt' && own.size < STYLES_MAX) {
        own.set(Number(attributes['numFmtId']), isDateFormat(attributes['formatCode'] ?? ''))
      }
      if (tag === 'xf' && isInCells && formats.length < STYLES_MAX) {
        formats.push(Number(attributes['numFmtId'] ?? 0))
      }
    },
    isDate(style: number): boolean {
      const format = formats[style] ?? 0
      return own.get(format) ?? BUILT_IN_DATES.has(format)
    },
  }
}

/** A day number of Excel as `2026-03-18`, with the time where it has one. */
export function serialDate(serial: number, isEpoch1904: boolean): string {
  if (!Number.isFinite(serial)) return String(serial)
  // Excel believes in 1900-02-29; days before it are one off.
  const days =
    serial -
    (isEpoch1904 ? UNIX_EPOCH_1904 : UNIX_EPOCH_1900) +
    (!isEpoch1904 && serial < 60 ? 1 : 0)
  const at = new Date(Math.round(days * SECONDS_A_DAY) * 1000)
  if (Number.isNaN(at.getTime())) return String(serial)
  const text = at.toISOString().slice(0, 19)
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text.replace('T', ' ')
}

/** `2026-03-18`, `2026-03-18 14:26:05` as a day number of Excel, from the day on which 1900 began. */
export function serialOf(text: string): number {
  const at = Date.parse(`${text.slice(0, 10)}T${text.slice(11) || '00:00:00'}Z`)
  const days = at / 1000 / SECONDS_A_DAY + UNIX_EPOCH_1900
  // Excel believes in 1900-02-29, number 60.
  return days < 61 ? days - 1 : days
}

/**
 * A number as Excel shows it: 15 digits, no exponent for what fits. 0.30000000000000004 is 0.3. A plain run
 * of digits stays as it stands: with 15 of them two order numbers of other programs would become one.
 */
export function shownNumber(text: string): string {
  if (/^\d+$/.test(text)) return text
  const value = Number(text)
  return Number.isFinite(value) ? String(Number(value.toPrecision(DIGITS))) : text
}
