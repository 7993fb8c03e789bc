import { expect, it } from 'vitest'
import { DEFAULT_POINT_SETTINGS } from '../../../../server/modules/settings/point-settings.contract.ts'
import { readFields, toFields } from './point-settings-fields.ts'

const { award, deduction, ...others } = DEFAULT_POINT_SETTINGS
const settings = {
  ...others,
  award: { ...award, rateBp: 100_000 },
  deduction: { ...deduction, pointsForOneYuan: 100 },
}

it('what a form shows is read as what the server said', () => {
  expect(toFields(settings)).toMatchObject({ pointsPerYuan: '10', pointsMax: '', months: '12' })
  expect(readFields(toFields(settings))).toEqual({ settings })
})

it('fractions of a point for a yuan are kept exactly', () => {
  const fields = { ...toFields(settings), pointsPerYuan: '0.0035' }
  expect(readFields(fields)).toMatchObject({ settings: { award: { rateBp: 35 } } })
})

it('says which fields are wrong', () => {
  const fields = {
    ...{ ...toFields(settings), pointsPerYuan: '1.23456', percentMax: '101', remindDays: '30, x' },
    ...{ validity: 'yearEnd' as const, years: '-1' },
  }
  const read = readFields(fields)
  expect('wrong' in read && [...read.wrong].sort()).toEqual([
    'percentMax',
    'pointsPerYuan',
    'remindDays',
    'years',
  ])
})
