import { expect, test } from 'vitest'
import { draftMapping, isDraftChanged } from './import-draft.ts'

const checked = { mapping: ['mobile', null], dryRunJobId: 'd', importJobId: null }

test('columns changed after a check are not those that were checked, until they are again', () => {
  const chosen = ['mobile', 'nickname']
  expect(isDraftChanged(checked, undefined)).toBe(false)
  expect(isDraftChanged(checked, chosen)).toBe(true)
  expect(isDraftChanged({ ...checked, mapping: chosen }, chosen)).toBe(false)
})

test('once an import has begun the columns are those it was given, whatever was chosen beside it', () => {
  const imported = { ...checked, importJobId: 'i' }
  expect(draftMapping(imported, ['mobile', 'nickname'])).toEqual(['mobile', null])
  expect(isDraftChanged(imported, ['mobile', 'nickname'])).toBe(false)
})
