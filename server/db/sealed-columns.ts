import type { Keyring } from '../kernel/keyring.ts'

/** A column that holds a value sealed with the data key, and the blind indexes of the same value. */
export interface SealedColumn {
  readonly cipher: string
  readonly indexes: readonly string[]
  /** Those of the indexes that no two rows may share. */
  readonly uniqueIndexes: readonly string[]
  open(keys: Keyring, row: string, sealed: string): string
  /** All columns above, by name, as whoever writes the value writes them. */
  seal(keys: Keyring, row: string, text: string): Readonly<Record<string, string | null>>
}

/**
 * The sealed columns of one table. Every module declares its own and hands them to the rotation of the
 * data key; `server/jobs/sealed-columns.test.ts` finds a column of the models that nobody declared.
 */
export interface SealedTable {
  readonly table: string
  /** Unique text column that names a row and is bound to its values. */
  readonly row: string
  readonly columns: readonly SealedColumn[]
}
