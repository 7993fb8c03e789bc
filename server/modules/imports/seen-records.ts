import { createHash } from 'node:crypto'
import type { ImportRecord, Refusal } from './importer.ts'

/** A record that stood in an earlier row. */
export interface SeenRecord {
  readonly line: number
  /** Of what it says; a file may have hundreds of thousands of rows, and all are kept in mind. */
  readonly digest: string
  /** What a row that says it again comes to, once that is known: nothing new, or left out likewise. */
  fate: 'unchanged' | Refusal | undefined
}

/** What the earlier rows say of a record: it is one of them again, or it may not be. */
type Verdict = { readonly repeats: SeenRecord } | Refusal

const DIGEST_BYTES = 16

/** A text of 16 characters that stands for a longer one. */
const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest().toString('latin1', 0, DIGEST_BYTES)

/**
 * What a file has said so far, so that a dry run and an import find the same repetitions: the same record
 * again is nothing new, another one with the same identity is refused, and so is one that wants what an
 * earlier one has.
 */
export class SeenRecords {
  readonly #records = new Map<string, SeenRecord>()
  readonly #claims = new Map<string, Set<string>>()

  check(record: ImportRecord): Verdict | undefined {
    const known = this.#records.get(record.identity)
    if (known) {
      return known.digest === digestOf(record.says)
        ? { repeats: known }
        : { code: 'ROW_REPEATED', params: { line: known.line } }
    }
    const claim = record.claims.find(({ field, value }) => this.#claims.get(field)?.has(value))
    return claim && { code: claim.code, field: claim.field }
  }

  /** Notes a record that is the first of its kind. */
  add(record: ImportRecord, line: number): SeenRecord {
    const seen = { line, digest: digestOf(record.says), fate: undefined }
    this.#records.set(record.identity, seen)
    for (const { field, value } of record.claims) {
      const taken = this.#claims.get(field) ?? new Set()
      this.#claims.set(field, taken.add(value))
    }
    return seen
  }
}
