import { expect, test } from 'vitest'
import { checkKey, figuresOf, shortRecord } from './proof-finding.ts'
import { proofCheckMessages } from './proof-checks.messages.ts'
import { PROOF_CHECKS } from '../../../../server/modules/points/ledger-proof.contract.ts'

test.each([
  ['zh', proofCheckMessages.zh],
  ['en', proofCheckMessages.en],
])('every check has a sentence with both figures, %s', (_name, messages) => {
  const sentences = Object.entries(messages).flatMap(([about, each]) =>
    Object.entries(each).map(([what, sentence]) => [`${about}.${what}`, sentence] as const),
  )
  expect(sentences.map(([check]) => check).sort()).toEqual([...PROOF_CHECKS].sort())
  for (const [check, sentence] of sentences) {
    expect(sentence, check).toContain('{actual}')
    expect(sentence, check).toContain('{expected}')
  }
})

test('a check is found by the key of its sentence', () => {
  expect(checkKey('lot.stock')).toBe('points.proof.checks.lot.stock')
})

test('points are counted, spend is money, and a day is a day or none', () => {
  const shown = (check: (typeof PROOF_CHECKS)[number], expected: string, actual: string) =>
    Object.values(figuresOf({ check, expected, actual }, '无'))
  expect(shown('account.balance', '1200', '-3')).toEqual(['1,200', '−3'])
  expect(shown('totals.spend', '123450', '0')).toEqual(['¥1,234.50', '¥0.00'])
  expect(shown('totals.lastOrder', '2026-03-18', '')).toEqual(['2026-03-18', '无'])
})

test('a record is named by the end of its id, in which two of one moment differ', () => {
  expect(shortRecord('019cff9f-5cc0-70c7-a64d-995a5599a4b3')).toBe('…5599a4b3')
  expect(shortRecord('2026-03-18')).toBe('2026-03-18')
})
