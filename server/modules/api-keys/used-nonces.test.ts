import { expect, it } from 'vitest'
import { UsedNonces } from './used-nonces.ts'

const NOW = new Date('2026-07-10T08:00:00Z')
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

it('a nonce of a key is accepted once while its timestamp is', () => {
  const used = new UsedNonces()
  const claim = (keyId: string, seconds: number) =>
    used.claim({ keyId, nonce: 'n' }, { now: after(seconds), expiresAt: after(seconds + 300) })
  expect(claim('a', 0)).toBe(true)
  expect(claim('a', 1)).toBe(false)
  expect(claim('b', 1)).toBe(true)
  // With another timestamp it is the same nonce.
  expect(claim('a', 200)).toBe(false)
})

it('nonces are forgotten when nobody would accept their time, however many', () => {
  const used = new UsedNonces()
  for (let n = 0; n < 10_000; n += 1) {
    const times = { now: NOW, expiresAt: after(300) }
    expect(used.claim({ keyId: 'a', nonce: String(n) }, times)).toBe(true)
  }
  expect(used.size).toBe(10_000)
  used.claim({ keyId: 'a', nonce: 'later' }, { now: after(361), expiresAt: after(661) })
  expect(used.size).toBe(1)
})
