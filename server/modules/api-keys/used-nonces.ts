import { createHash } from 'node:crypto'

const MINUTE_MS = 60_000
/** 48 bits: among a million nonces a new one is taken for a used one once in 300 million. */
const MARK_BYTES = 6

/**
 * Nonces that were used, in the memory of this process, each as long as its timestamp would be accepted. They need
 * no database: a repeated write is answered by its idempotency key and changes nothing, and a repeated read tells
 * what it told before. So a restart, or a second process, costs nothing but the refusal, and no read has to write.
 */
export class UsedNonces {
  /** Marks of nonces, by the minute in which they can be forgotten. */
  readonly #minutes = new Map<number, Set<number>>()

  /** Claims a nonce. @returns false when it was used before */
  claim(
    { keyId, nonce }: { keyId: string; nonce: string },
    { now, expiresAt }: { now: Date; expiresAt: Date },
  ): boolean {
    this.#forget(now)
    const mark = createHash('sha256').update(`${keyId} ${nonce}`).digest().readUIntBE(0, MARK_BYTES)
    for (const marks of this.#minutes.values()) if (marks.has(mark)) return false
    const minute = Math.floor(expiresAt.getTime() / MINUTE_MS)
    const marks = this.#minutes.get(minute) ?? new Set<number>()
    this.#minutes.set(minute, marks.add(mark))
    return true
  }

  /** How many are remembered. */
  get size(): number {
    return [...this.#minutes.values()].reduce((total, { size }) => total + size, 0)
  }

  #forget(now: Date): void {
    const current = Math.floor(now.getTime() / MINUTE_MS)
    for (const minute of this.#minutes.keys()) if (minute < current) this.#minutes.delete(minute)
  }
}
