import { maskPersonal } from '../../contract/personal.ts'
import type { SealedColumn, SealedTable } from '../../db/sealed-columns.ts'
import type { FieldPlace, Keyring } from '../../kernel/keyring.ts'
import type { MemberPersonalField } from './members.contract.ts'
import { realNameKey } from './members.rules.ts'

const LAST_DIGITS = 4

/** Where a member's personal field is kept encrypted. */
export const personalPlace = (field: MemberPersonalField, uid: string): FieldPlace => ({
  table: 'Member',
  column: field,
  row: uid,
})

/** The columns that stand for a mobile number: sealed, whole for look-up, last four for look-up. */
export const mobileColumns = (keys: Keyring, uid: string, mobile: string | null) => ({
  mobileCipher: mobile === null ? null : keys.encrypt(personalPlace('mobile', uid), mobile),
  mobileIndex: mobile === null ? null : keys.blindIndex('member.mobile', mobile),
  mobileLast4Index:
    mobile === null ? null : keys.blindIndex('member.mobileLast4', mobile.slice(-LAST_DIGITS)),
})

/** @param email normalised */
export const emailColumns = (keys: Keyring, uid: string, email: string | null) => ({
  emailCipher: email === null ? null : keys.encrypt(personalPlace('email', uid), email),
  emailIndex: email === null ? null : keys.blindIndex('member.email', email),
})

export const realNameColumns = (keys: Keyring, uid: string, realName: string | null) => ({
  realNameCipher: realName === null ? null : keys.encrypt(personalPlace('realName', uid), realName),
  realNameIndex:
    realName === null ? null : keys.blindIndex('member.realName', realNameKey(realName)),
})

interface SealedMember {
  readonly uid: string
  readonly mobileCipher: string | null
  readonly emailCipher: string | null
  readonly realNameCipher: string | null
}

/** A personal field of a member whole; null when it is empty. */
export function readPersonal(
  keys: Keyring,
  member: SealedMember,
  field: MemberPersonalField,
): string | null {
  const sealed = member[`${field}Cipher`]
  return sealed === null ? null : keys.decrypt(personalPlace(field, member.uid), sealed)
}

/** A personal field as staff see it. */
export function readMasked(
  keys: Keyring,
  member: SealedMember,
  field: MemberPersonalField,
): string | null {
  const whole = readPersonal(keys, member, field)
  return whole === null ? null : maskPersonal(field, whole)
}

const openAt =
  (field: MemberPersonalField): SealedColumn['open'] =>
  (keys, uid, sealed) =>
    keys.decrypt(personalPlace(field, uid), sealed)

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
