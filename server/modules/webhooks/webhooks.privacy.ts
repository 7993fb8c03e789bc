import type { SealedColumn, SealedTable } from '../../db/sealed-columns.ts'
import type { FieldPlace, Keyring } from '../../kernel/keyring.ts'

type Secret = 'secret' | 'previousSecret'

const placeOf = (column: Secret, id: string): FieldPlace => ({
  table: 'WebhookEndpoint',
  column,
  row: id,
})

/** Seals a secret of an endpoint for one of its two columns. */
export const sealSecret = (keys: Keyring, column: Secret, id: string, text: string): string =>
  keys.encrypt(placeOf(column, id), text)

/** Opens a secret of an endpoint. */
export const openSecret = (keys: Keyring, column: Secret, id: string, sealed: string): string =>
  keys.decrypt(placeOf(column, id), sealed)

const columnOf = (column: Secret): SealedColumn => ({
  cipher: `${column}Cipher`,
  indexes: [],
  uniqueIndexes: [],
  open: (keys, id, sealed) => openSecret(keys, column, id, sealed),
  seal: (keys, id, text) => ({ [`${column}Cipher`]: sealSecret(keys, column, id, text) }),
})

/** What of an endpoint is sealed; a rotation of the data key rewrites it. */
export const webhookSealedColumns: SealedTable = {
  table: 'WebhookEndpoint',
  row: 'id',
  columns: [columnOf('secret'), columnOf('previousSecret')],
}
