import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from './clock.ts'
import { luhnDigit } from '../contract/ids.ts'

/** UUIDv7 (RFC 9562): 48 bits of clock time, then 74 random bits. Sorts by time. */
export function uuidv7(clock: Clock): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(clock.now().getTime(), 0, 6)
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f)
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

/**
 * A member number: 12 digits, the first 6 to 9 so that it is never taken for a mobile, the last a
 * Luhn digit, the ten between random. Uniqueness is claimed by the database; draw again on a clash.
 */
export function randomMemberNo(): string {
  const first = randomInt(6, 10)
  const body = `${first}${String(randomInt(0, 10 ** 10)).padStart(10, '0')}`
  return body + luhnDigit(body)
}
