import type { z } from 'zod'
import type { SealedTable } from '../../db/sealed-columns.ts'
import type { FieldPlace, Keyring } from '../../kernel/keyring.ts'
import { SEALED_INPUTS, type JobKind } from './jobs.contract.ts'

type Json = z.core.util.JSONType

const placeOf = (id: string): FieldPlace => ({ table: 'Job', column: 'input', row: id })

/** The columns that hold what a job is to do: plain, or sealed where it can hold personal data. */
export const inputColumns = (keys: Keyring, id: string, kind: JobKind, input: Json) =>
  SEALED_INPUTS.has(kind)
    ? { input: {}, inputCipher: keys.encrypt(placeOf(id), JSON.stringify(input)) }
    : { input: input ?? {}, inputCipher: null }

interface StoredInput {
  readonly id: string
  readonly input: unknown
  readonly inputCipher: string | null
}

/** What a job is to do; its handler's schema reads it. */
export const readInput = (keys: Keyring, { id, input, inputCipher }: StoredInput): unknown =>
  inputCipher === null ? input : JSON.parse(keys.decrypt(placeOf(id), inputCipher))

/** What of a job is sealed; a rotation of the data key rewrites it, so that a job that waits can run. */
export const jobSealedColumns: SealedTable = {
  table: 'Job',
  row: 'id',
  columns: [
    {
      cipher: 'inputCipher',
      indexes: [],
      uniqueIndexes: [],
      open: (keys, id, sealed) => keys.decrypt(placeOf(id), sealed),
      seal: (keys, id, text) => ({ inputCipher: keys.encrypt(placeOf(id), text) }),
    },
  ],
}
