import { describe, expect, it } from 'vitest'
import { createRestartPolicy, remoteRetryDelayMs } from './restart-policy.ts'

describe('restart policy', () => {
  it('allows three restarts in five minutes, each after a longer pause', () => {
    const policy = createRestartPolicy()
    const decisions = [0, 1_000, 2_000, 3_000].map((nowMs) => policy.decide(nowMs))
    expect(decisions).toEqual([
      { restart: true, delayMs: 500, attempt: 1 },
      { restart: true, delayMs: 2_000, attempt: 2 },
      { restart: true, delayMs: 5_000, attempt: 3 },
      { restart: false },
    ])
  })

  it('forgets restarts that are five minutes old', () => {
    const policy = createRestartPolicy()
    for (const nowMs of [0, 100_000, 200_000]) policy.decide(nowMs)
    expect(policy.decide(299_999)).toEqual({ restart: false })
    expect(policy.decide(300_000)).toMatchObject({ restart: true, attempt: 3 })
    expect(policy.decide(300_001)).toEqual({ restart: false })
  })

  it('begins anew when the user asks for a start', () => {
    const policy = createRestartPolicy()
    for (const nowMs of [0, 1, 2, 3]) policy.decide(nowMs)
    policy.reset()
    expect(policy.decide(4)).toMatchObject({ restart: true, attempt: 1 })
  })
})

describe('remoteRetryDelayMs', () => {
  it('grows to half a minute and stays there', () => {
    expect([1, 2, 3, 4, 5, 6, 1_000].map(remoteRetryDelayMs)).toEqual([
      1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000,
    ])
  })
})
