import { describe, expect, it } from 'vitest'
import { effectOf } from './reversal-effect.ts'

const PREVIEW = {
  ...{ memberUid: '', memberNo: '1', nickname: '', entryPoints: 100, left: 100, lots: [] },
  ...{ available: 0, held: 0, frozen: 0, pending: 0, debt: 0, points: 0, forgone: 0 },
  ...{ availableBefore: 0, debtBefore: 0 },
}

describe('what taking an entry back changes', () => {
  it('is taken from what can be used, and owed where that is too little', () => {
    const preview = { ...PREVIEW, points: -100, availableBefore: 20, debt: 80 }
    expect(effectOf(preview)).toEqual([
      { name: 'available', before: 20, change: -20, after: 0 },
      { name: 'debt', before: 0, change: 80, after: 80 },
    ])
  })

  it('names frozen points only where some go', () => {
    const preview = { ...PREVIEW, points: -100, availableBefore: 40, frozen: 5 }
    expect(effectOf(preview)[1]).toEqual({ name: 'frozen', before: 65, change: -60, after: 5 })
  })

  it('pays what is owed first where points come back', () => {
    const preview = { ...PREVIEW, points: 100, debtBefore: 30, available: 70 }
    expect(effectOf(preview)).toEqual([
      { name: 'available', before: 0, change: 70, after: 70 },
      { name: 'debt', before: 30, change: -30, after: 0 },
    ])
  })
})
