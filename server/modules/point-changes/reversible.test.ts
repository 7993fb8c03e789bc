import { describe, expect, it } from 'vitest'
import { leftToReverse, whyNotReversible } from './reversible.contract.ts'

const GIVEN = { kind: 'earn', business: 'manual', isReversal: false, left: 10 } as const

describe('an entry', () => {
  it('can be taken back by hand where points were given or taken and some are left', () => {
    expect(whyNotReversible(GIVEN)).toBeUndefined()
    expect(whyNotReversible({ ...GIVEN, kind: 'spend', business: 'redemption' })).toBeUndefined()
  })

  it.each([
    { of: { isReversal: true }, why: 'reversal' },
    { of: { business: 'orderUse' }, why: 'order' },
    { of: { business: 'expiry' }, why: 'program' },
    { of: { kind: 'extend', business: 'extension' }, why: 'kind' },
    { of: { left: 0 }, why: 'nothingLeft' },
  ] as const)('cannot be taken back: $why', ({ of, why }) => {
    expect(whyNotReversible({ ...GIVEN, ...of })).toBe(why)
  })

  it('has left what nobody took back and nobody forwent', () => {
    expect(leftToReverse(100, [{ points: -30, forgone: 20 }])).toBe(50)
    expect(leftToReverse(-100, [{ points: 40, forgone: 0 }])).toBe(60)
  })
})
