import { expect, it } from 'vitest'
import { actsOf, daysOf, isMoving, percentOf } from './batch-state.ts'

const batch = { kind: 'adjust', doneCount: 3, undoneBy: null } as const

it('a batch offers what its state allows', () => {
  expect(actsOf({ ...batch, status: 'waiting' })).toEqual(['approve', 'reject', 'cancel'])
  expect(actsOf({ ...batch, status: 'running' })).toEqual(['cancel'])
  expect(actsOf({ ...batch, status: 'running', isStopped: true })).toEqual(['resume', 'cancel'])
  expect(actsOf({ ...batch, status: 'done' })).toEqual(['undo'])
  expect(actsOf({ ...batch, status: 'cancelled', doneCount: 0 })).toEqual([])
  expect(actsOf({ ...batch, status: 'done', undoneBy: 'x' })).toEqual([])
  expect(actsOf({ ...batch, status: 'done', kind: 'undo' })).toEqual([])
  expect(actsOf({ ...batch, status: 'rejected' })).toEqual([])
})

it('a batch says which days it is about', () => {
  const days = { fromDay: '2026-04-01', toDay: '2026-04-30', expiresOn: '2026-06-30' }
  expect(daysOf(days)).toBe('2026-04-01 – 04-30 → 2026-06-30')
  expect(daysOf({ ...days, toDay: '2026-04-01' })).toBe('2026-04-01 → 2026-06-30')
  expect(daysOf({ ...days, toDay: '2027-01-31' })).toBe('2026-04-01 – 2027-01-31 → 2026-06-30')
  expect(daysOf({ ...days, fromDay: null, toDay: null })).toBeUndefined()
})

it('a batch says how far it is', () => {
  expect(isMoving({ status: 'running' })).toBe(true)
  expect(isMoving({ status: 'waiting' })).toBe(false)
  expect(percentOf({ doneCount: 1, refusedCount: 1, memberCount: 3 })).toBe(66)
})
