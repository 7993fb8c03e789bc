import { describe, expect, it, vi } from 'vitest'
import { type LeaveAnswer, createLeaveGuard } from './leave-guard.ts'

describe('leave guard', () => {
  it.each([
    ['stay', false],
    ['discard', true],
  ] as const)('on %s lets the page go: %s', (answer, mayLeave) => {
    expect(createLeaveGuard(() => answer).mayLeave()).toBe(mayLeave)
  })

  it('asks again the next time', () => {
    const ask = vi.fn((): LeaveAnswer => 'stay')
    const guard = createLeaveGuard(ask)
    guard.mayLeave()
    guard.mayLeave()
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('opens no second question while one is open', () => {
    const guard = createLeaveGuard((): LeaveAnswer => {
      expect(guard.mayLeave()).toBe(false)
      return 'discard'
    })
    expect(guard.mayLeave()).toBe(true)
  })

  it('does not ask while the shell itself replaces the page, and asks afterwards', async () => {
    const ask = vi.fn((): LeaveAnswer => 'stay')
    const guard = createLeaveGuard(ask)
    await guard.withoutAsking(() => Promise.resolve(expect(guard.mayLeave()).toBe(true)))
    const failing = guard.withoutAsking(() => Promise.reject(new Error('not loaded')))
    await expect(failing).rejects.toThrow('not loaded')
    expect(ask).not.toHaveBeenCalled()
    expect(guard.mayLeave()).toBe(false)
    expect(ask).toHaveBeenCalledOnce()
  })
})
