import type { SealedColumn, SealedTable } from '../../db/sealed-columns.ts'
import type { FieldPlace, Keyring } from '../../kernel/keyring.ts'

const LAST_DIGITS = 4

type Field = 'mobile' | 'email' | 'realName'

const placeOf = (column: Field, uid: string): FieldPlace => ({ table: 'Member', column, row: uid })

/** Where a member's mobile is kept encrypted. */
export const mobilePlace = (uid: string): FieldPlace => placeOf('mobile', uid)

/** The three columns that stand for a mobile number: sealed, whole for look-up, last four for look-up. */
export function mobileColumns(keys: Keyring, uid: string, mobile: string | null) {
  if (mobile === null) return { mobileCipher: null, mobileIndex: null, mobileLast4Index: null }
  return {
    mobileCipher: keys.encrypt(mobilePlace(uid), mobile),
    mobileIndex: keys.blindIndex('member.mobile', mobile),
    mobileLast4Index: keys.blindIndex('member.mobileLast4', mobile.slice(-LAST_DIGITS)),
  }
}

const emailColumns = (keys: Keyring, uid: string, email: string) => ({
  emailCipher: keys.encrypt(placeOf('email', uid), email),
  emailIndex: keys.blindIndex('member.email', email.toLowerCase()),
})

const realNameColumns = (keys: Keyring, uid: string, realName: string) => ({
  realNameCipher: keys.encrypt(placeOf('realName', uid), realName),
  realNameIndex: keys.blindIndex('member.realName', realName),
})

const openAt =
  (field: Field): SealedColumn['open'] =>
  (keys, uid, sealed) =>
    keys.decrypt(placeOf(field, uid), sealed)

/** What of a member is sealed; a rotation of the data key rewrites it as it was written. */
export const memberSealedColumns: SealedTable = {
  table: 'Member',
  row: 'uid',
  columns: [
    {
      cipher: 'mobileCipher',
      indexes: ['mobileIndex', 'mobileLast4Index'],
      uniqueIndexes: ['mobileIndex'],
      open: openAt('mobile'),
      seal: mobileColumns,
    },
    {
      cipher: 'emailCipher',
      indexes: ['emailIndex'],
      uniqueIndexes: ['emailIndex'],
      open: openAt('email'),
      seal: emailColumns,
    },
    {
      cipher: 'realNameCipher',
      indexes: ['realNameIndex'],
      uniqueIndexes: [],
      open: openAt('realName'),
      seal: realNameColumns,
    },
  ],
}
