import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4096
const pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES

/**
 * Random bytes for what is made many at a time: ids, initial values of ciphers. They are drawn from the
 * system by the pool, since each draw is a call to it, and are gone from the pool once given away. Secrets
 * are drawn by themselves, with `randomBytes`.
 *
 * @param length at most 4096
 */
export function pooledRandomBytes(length: number): Buffer {
  if (used + length > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + length))
  pool.fill(0, used, used + length)
  used += length
  return bytes
}
