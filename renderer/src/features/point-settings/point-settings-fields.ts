import {
  pointSettings,
  type PointSettings,
} from '../../../../server/modules/settings/point-settings.contract.ts'

const BASIS_POINTS = 10_000

/** The rules as they are typed: numbers are texts, an empty one is "no limit" where there may be none. */
export interface PointFields {
  pointsPerYuan: string
  isPending: boolean
  confirmAfterDays: string
  validity: 'never' | 'months' | 'yearEnd'
  months: string
  years: string
  isDeductionOn: boolean
  pointsForOneYuan: string
  pointsMax: string
  percentMax: string
  pointsMin: string
  holdMinutes: string
  graceDays: string
  remindDays: string
  shortfall: PointSettings['shortfall']
  approvalAbove: string
  bookOrdersAt: PointSettings['bookOrdersAt']
  eventDaysMax: string
}

/** Fields that are typed: the others are chosen or switched. */
export type TextField = {
  [K in keyof PointFields]: string extends PointFields[K] ? K : never
}[keyof PointFields]

const textOf = (value: number | null): string => (value === null ? '' : String(value))

/** The rules of the server as a form shows them. */
export const toFields = ({ award, deduction, ...others }: PointSettings): PointFields => ({
  pointsPerYuan: String(award.rateBp / BASIS_POINTS),
  isPending: award.isPending,
  confirmAfterDays: String(award.confirmAfterDays),
  validity: award.validity.kind,
  months: award.validity.kind === 'months' ? String(award.validity.months) : '12',
  years: award.validity.kind === 'yearEnd' ? String(award.validity.years) : '1',
  isDeductionOn: deduction.isOn,
  pointsForOneYuan: String(deduction.pointsForOneYuan),
  pointsMax: textOf(deduction.pointsMax),
  percentMax: String(deduction.percentMax),
  pointsMin: String(deduction.pointsMin),
  holdMinutes: String(deduction.holdMinutes),
  graceDays: String(others.graceDays),
  remindDays: others.remindDays.join(', '),
  shortfall: others.shortfall,
  approvalAbove: textOf(others.approvalAbove),
  bookOrdersAt: others.bookOrdersAt,
  eventDaysMax: String(others.eventDaysMax),
})

/** A whole number, or what no rule accepts. */
const whole = (text: string): number => (/^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN)
const wholeOrNull = (text: string): number | null => (text.trim() === '' ? null : whole(text))
/** Points for a yuan with up to four decimals, in basis points. */
const basisPoints = (text: string): number =>
  /^\d{1,5}(\.\d{1,4})?$/.test(text.trim()) ? Math.round(Number(text) * BASIS_POINTS) : Number.NaN

function validityOf({ validity, months, years }: PointFields) {
  if (validity === 'months') return { kind: validity, months: whole(months) }
  return validity === 'yearEnd' ? { kind: validity, years: whole(years) } : { kind: validity }
}

/** Where a rule of the server stands in the form. */
const FIELD_AT: Readonly<Record<string, keyof PointFields>> = {
  'award.rateBp': 'pointsPerYuan',
  'award.confirmAfterDays': 'confirmAfterDays',
  'award.validity.months': 'months',
  'award.validity.years': 'years',
  'deduction.pointsForOneYuan': 'pointsForOneYuan',
  'deduction.pointsMax': 'pointsMax',
  'deduction.percentMax': 'percentMax',
  'deduction.pointsMin': 'pointsMin',
  'deduction.holdMinutes': 'holdMinutes',
  graceDays: 'graceDays',
  remindDays: 'remindDays',
  approvalAbove: 'approvalAbove',
  eventDaysMax: 'eventDaysMax',
}

/** What was typed as rules, or the fields that are wrong. */
export function readFields(
  fields: PointFields,
): { settings: PointSettings } | { wrong: (keyof PointFields)[] } {
  const read = pointSettings.safeParse({
    award: {
      rateBp: basisPoints(fields.pointsPerYuan),
      isPending: fields.isPending,
      confirmAfterDays: whole(fields.confirmAfterDays),
      validity: validityOf(fields),
    },
    deduction: {
      isOn: fields.isDeductionOn,
      pointsForOneYuan: whole(fields.pointsForOneYuan),
      pointsMax: wholeOrNull(fields.pointsMax),
      percentMax: whole(fields.percentMax),
      pointsMin: whole(fields.pointsMin),
      holdMinutes: whole(fields.holdMinutes),
    },
    graceDays: whole(fields.graceDays),
    remindDays: fields.remindDays
      .split(/[,，、\s]+/)
      .filter((text) => text !== '')
      .map(whole),
    shortfall: fields.shortfall,
    approvalAbove: wholeOrNull(fields.approvalAbove),
    bookOrdersAt: fields.bookOrdersAt,
    eventDaysMax: whole(fields.eventDaysMax),
  })
  if (read.success) return { settings: read.data }
  const wrong = read.error.issues.flatMap(({ path }) => {
    const field = FIELD_AT[path.join('.')] ?? FIELD_AT[String(path[0])]
    return field ? [field] : []
  })
  return { wrong: [...new Set(wrong)] }
}
