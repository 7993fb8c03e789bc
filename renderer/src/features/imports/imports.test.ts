import { expect, test } from 'vitest'
import { fieldLabel } from '../../../../server/modules/imports/field-labels.ts'
import {
  REFUSAL_CODES,
  type ImportResult,
} from '../../../../server/modules/imports/imports.contract.ts'
import { isComplete, requirementsOf, shownFields, withField } from './column-choice.ts'
import { formatBytes } from './file-facts.ts'
import { controlTotals, outcomeOf, percentDone } from './import-result.ts'
import { reachedSteps, stateOf, stepOf } from './import-step.ts'
import { importsMessages } from './imports.messages.ts'
import { writtenOf } from './written-value.ts'

const file = (dryRunJobId: string | null, importJobId: string | null) => ({
  dryRunJobId,
  importJobId,
})

test('an address leads to the step it names, or to the furthest that the file has come to', () => {
  expect(stepOf('check', undefined)).toBe('file')
  expect(stepOf(undefined, file(null, null))).toBe('columns')
  expect(stepOf('import', file('d', null))).toBe('check')
  expect(stepOf('columns', file('d', 'i'))).toBe('columns')
  expect(stepOf(undefined, file('d', 'i'))).toBe('import')
  expect(reachedSteps(file(null, 'i'))).toEqual(['file', 'columns', 'import'])
})

test('the state of a file is that of its latest work', () => {
  expect(stateOf(file(null, null), undefined)).toBe('uploaded')
  expect(stateOf(file('d', null), { status: 'running' })).toBe('checking')
  expect(stateOf(file('d', null), { status: 'cancelled' })).toBe('uploaded')
  expect(stateOf(file('d', 'i'), { status: 'done' })).toBe('imported')
  expect(stateOf(file('d', 'i'), { status: 'cancelled' })).toBe('stopped')
  expect(stateOf(file('d', 'i'), undefined)).toBe('unknown')
})

test('an import of which all that was new was refused is not said to have found nothing new', () => {
  const totals = (rows: number) => ({ records: rows, rows, quantity: 0, amountFen: 0, points: 0 })
  const of = (created: number, refused: number) =>
    outcomeOf({ created: totals(created), refused: totals(refused) })
  expect(of(1, 5)).toBe('finished')
  expect(of(0, 5)).toBe('refused')
  expect(of(0, 0)).toBe('nothing')
})

test('a field stands at one column only', () => {
  expect(withField(['mobile', null, 'nickname'], 1, 'mobile')).toEqual([null, 'mobile', 'nickname'])
  expect(withField(['mobile', null], 0, null)).toEqual([null, null])
})

test('members need one of their numbers, orders also number, time and amount', () => {
  expect(isComplete('members', ['nickname'])).toBe(false)
  expect(isComplete('members', ['cardNo'])).toBe(true)
  expect(isComplete('orders', ['orderNo', 'paidAt', 'amount'])).toBe(false)
  expect(isComplete('orders', ['orderNo', 'paidAt', 'amount', 'memberNo'])).toBe(true)
  const met = requirementsOf('orders', ['orderNo', null]).map(({ isMet }) => isMet)
  expect(met).toEqual([true, false, false, false])
})

test('refused rows show the columns at fault, and others while there is room', () => {
  const mapping = [
    'externalId',
    'mobile',
    null,
    'nickname',
    'email',
    'gender',
    'birthday',
    'remark',
  ]
  expect(shownFields(mapping, [{ field: 'remark' }, { field: null }])).toEqual([
    'externalId',
    'mobile',
    'nickname',
    'email',
    'gender',
    'remark',
  ])
})

test.each(['zh', 'en'] as const)(
  'fields are called in %s as in the files that the server writes',
  (language) => {
    for (const [field, name] of Object.entries(importsMessages[language].fields)) {
      expect(fieldLabel(field, language)).toBe(name)
    }
  },
)

test.each([
  ['paidAt', '1997/1/2', '1997-01-02'],
  ['paidAt', '2026年3月18日 9:05', '2026-03-18 09:05'],
  ['amount', '1,234.5', '¥1,234.50'],
  ['amount', '￥11.770', '¥11.77'],
  ['quantity', '3.0', '3'],
  ['mobile', '138 0013 8000', '138****8000'],
  ['mobile', '138****6207', '138****6207'],
  ['realName', '沈夏夏', '沈*夏'],
  ['externalId', '00001', '00001'],
])('%s reads %s as %s', (field, sample, text) => {
  expect(writtenOf(field, sample)).toMatchObject({ text })
})

test.each([
  ['paidAt', '1995-13-08'],
  ['birthday', '1985.2.30'],
  ['paidAt', '2026-03-18 25:00'],
  ['birthday', '0018-03-18'],
  ['amount', '11.775'],
  ['amount', '1,23'],
  ['quantity', 'two'],
  ['mobile', '1386702620'],
  ['gender', 'x'],
  ['gender', 'constructor'],
  ['status', '睡着'],
  ['registerChannel', 'fax'],
  ['avatar', 'http://img.example.com/1.jpg'],
])('%s does not know %s', (field, sample) => {
  expect(writtenOf(field, sample)).toEqual({ how: 'unclear' })
})

const totals = (rows: number, amountFen: number) => ({
  rows,
  records: rows,
  quantity: rows,
  amountFen,
  points: 0,
})
const result = (refused: number): ImportResult => ({
  isDryRun: true,
  fileId: 'f',
  fileName: 'orders.csv',
  kind: 'orders',
  all: totals(10, 1_000),
  created: totals(7, 700),
  unchanged: totals(1, 100),
  refused: totals(refused, 200),
  reasons: [],
})

test.each(['zh', 'en'] as const)(
  'every reason that rows are counted under has a short name without values, %s',
  (language) => {
    const { reasons } = importsMessages[language]
    expect(Object.keys(reasons).sort()).toEqual([...REFUSAL_CODES].sort())
    expect(Object.values(reasons).filter((name) => /[{}]|[。.]$/.test(name))).toEqual([])
  },
)

test('control totals agree when every row of the file is accounted for', () => {
  expect(controlTotals(result(2)).map(({ agrees }) => agrees)).toEqual([true, true, true])
  expect(controlTotals(result(1)).map(({ agrees }) => agrees)).toEqual([false, false, true])
})

test('progress is whole percent of a known number of rows', () => {
  expect(percentDone(1, 3)).toBe(33)
  expect(percentDone(5, 3)).toBe(100)
  expect(percentDone(5, undefined)).toBeUndefined()
  expect(percentDone(0, 0)).toBeUndefined()
})

test('sizes are said in the unit that people know', () => {
  expect([formatBytes(912), formatBytes(88_000), formatBytes(2_936_013)]).toEqual([
    '912 B',
    '86 KB',
    '2.8 MB',
  ])
})
