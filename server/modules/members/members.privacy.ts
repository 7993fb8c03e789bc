import type { FieldPlace, Keyring } from '../../kernel/keyring.ts'

const LAST_DIGITS = 4

/** Where a member's mobile is kept encrypted. */
export const mobilePlace = (uid: string): FieldPlace => ({
  table: 'Member',
  column: 'mobile',
  row: uid,
})

/** The three columns that stand for a mobile number: sealed, whole for look-up, last four for look-up. */
export function mobileColumns(keys: Keyring, uid: string, mobile: string | null) {
  if (mobile === null) return { mobileCipher: null, mobileIndex: null, mobileLast4Index: null }
  return {
    mobileCipher: keys.encrypt(mobilePlace(uid), mobile),
    mobileIndex: keys.blindIndex('member.mobile', mobile),
    mobileLast4Index: keys.blindIndex('member.mobileLast4', mobile.slice(-LAST_DIGITS)),
  }
}
