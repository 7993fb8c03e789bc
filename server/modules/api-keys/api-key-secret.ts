import type { SealedTable } from '../../db/sealed-columns.ts'
import type { FieldPlace } from '../../kernel/keyring.ts'

/** Where a key's secret is kept encrypted. */
export const secretPlace = (keyId: string): FieldPlace => ({
  table: 'ApiKey',
  column: 'secret',
  row: keyId,
})

/** What of a key is sealed; a rotation of the data key rewrites it. */
export const apiKeySealedColumns: SealedTable = {
  table: 'ApiKey',
  row: 'keyId',
  columns: [
    {
      cipher: 'secretCipher',
      indexes: [],
      uniqueIndexes: [],
      open: (keys, keyId, sealed) => keys.decrypt(secretPlace(keyId), sealed),
      seal: (keys, keyId, secret) => ({ secretCipher: keys.encrypt(secretPlace(keyId), secret) }),
    },
  ],
}
