import { Secret, TOTP } from 'otpauth'
import type { SealedTable } from '../../db/sealed-columns.ts'
import type { FieldPlace } from '../../kernel/keyring.ts'

const PERIOD_SECONDS = 30
const SECRET_BYTES = 20
/** Clocks of phones differ: one step to either side is accepted. */
const WINDOW_STEPS = 1

/** Where an account's secret is kept encrypted. */
export const totpPlace = (uid: string): FieldPlace => ({
  table: 'AdminUser',
  column: 'totp',
  row: uid,
})

/** What of an account is sealed; a rotation of the data key rewrites it. */
export const staffSealedColumns: SealedTable = {
  table: 'AdminUser',
  row: 'uid',
  columns: [
    {
      cipher: 'totpCipher',
      indexes: [],
      uniqueIndexes: [],
      open: (keys, uid, sealed) => keys.decrypt(totpPlace(uid), sealed),
      seal: (keys, uid, secret) => ({ totpCipher: keys.encrypt(totpPlace(uid), secret) }),
    },
  ],
}

const generator = (secret: string, username: string) =>
  new TOTP({
    issuer: 'Member Desk',
    label: username,
    secret: Secret.fromBase32(secret),
    period: PERIOD_SECONDS,
  })

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** What the authenticator app reads from the picture (otpauth://totp/…). */
export const totpUri = (secret: string, username: string): string =>
  generator(secret, username).toString()

/**
 * The time step that a code belongs to (RFC 6238); undefined when it is wrong or not newer than the last
 * one used: a code works once, also for who read it over a shoulder.
 */
export function usedTotpStep(
  secret: string,
  code: string,
  nowMs: number,
  lastStep: number | null,
): number | undefined {
  const delta = generator(secret, '').validate({
    token: code,
    timestamp: nowMs,
    window: WINDOW_STEPS,
  })
  if (delta === null) return undefined
  const step = Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta
  return lastStep !== null && step <= lastStep ? undefined : step
}
