import { expect, it } from 'vitest'
import { shownCopyName } from './copy-name.ts'

const named = (fileName: string, over: object = {}) =>
  shownCopyName({
    fileName,
    isDryRun: false,
    language: 'zh',
    format: { kind: 'csv' },
    ...over,
  })

it.each([
  ['会员名单.csv', '会员名单-导入结果.csv'],
  ['会员 2026.1.TXT', '会员 2026.1-导入结果.csv'],
  ['a/b\\c:d*e?f"g<h>|.csv', 'a b c d e f g h-导入结果.csv'],
  ['..\u202Evsc.exe\u0000', 'vsc.exe-导入结果.csv'],
  ['.csv', '导入结果.csv'],
  [`${'😀'.repeat(200)}.csv`, `${'😀'.repeat(80)}-导入结果.csv`],
])('the copy of %j is called %j', (fileName, shown) => {
  expect(named(fileName)).toBe(shown)
})

it('says in either language whether it was a check, and ends like what it is', () => {
  const en = { language: 'en', format: { kind: 'xlsx' } }
  expect(named('members.xlsx', en)).toBe('members-result.xlsx')
  expect(named('members.xlsx', { ...en, isDryRun: true })).toBe('members-check-result.xlsx')
  expect(named('会员.csv', { isDryRun: true })).toBe('会员-检查结果.csv')
})
