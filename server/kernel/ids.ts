import { randomInt } from 'node:crypto'
import type { Clock } from './clock.ts'
import { luhnDigit } from '../contract/ids.ts'
import { pooledRandomBytes } from './random.ts'

const COUNTER_MAX = 0xfff
const COUNTER_FIRST_MAX = 0x7ff
let lastMs = 0
let counter = 0

/** Ids of one millisecond count on from a random beginning in the lower half; a full count goes round. */
function countWithin(ms: number): number {
  counter = ms === lastMs && counter < COUNTER_MAX ? counter + 1 : randomInt(0, COUNTER_FIRST_MAX)
  lastMs = ms
  return counter
}

/**
 * UUIDv7 (RFC 9562): 48 bits of clock time, a counter of 12 bits, 62 random bits. Sorts by time and,
 * within a millisecond of one process, by the order in which they were made.
 */
export function uuidv7(clock: Clock): string {
  const bytes = pooledRandomBytes(16)
  const ms = clock.now().getTime()
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | countWithin(ms), 6)
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

/** Lower bound of the ids of an instant (ms) and everything after it. */
export function uuidv7Floor(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/**
 * A member number: 12 digits, the first 6 to 9 so that it is never taken for a mobile, the last a
 * Luhn digit, the ten between random. Uniqueness is claimed by the database; draw again on a clash.
 */
export function randomMemberNo(): string {
  const first = randomInt(6, 10)
  const body = `${first}${String(randomInt(0, 10 ** 10)).padStart(10, '0')}`
  return body + luhnDigit(body)
}
