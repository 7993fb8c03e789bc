import type { ImportRecord, Refusal } from './importer.ts'

/** A record that stood in an earlier row. */
export interface SeenRecord {
  readonly line: number
  readonly digest: string
  /** Why it was left out, once that is known. */
  refusal: Refusal | undefined
}

/** What the earlier rows say of a record: it is one of them again, or it may not be. */
type Verdict = { readonly repeats: SeenRecord } | Refusal

/**
 * What a file has said so far, so that a dry run and an import find the same repetitions: the same record
 * again is nothing new, another one with the same identity is refused, and so is one that wants what an
 * earlier one has.
 */
export class SeenRecords {
  readonly #records = new Map<string, SeenRecord>()
  readonly #claims = new Set<string>()

  check(record: ImportRecord): Verdict | undefined {
    const known = this.#records.get(record.identity)
    if (known) {
      return known.digest === record.digest
        ? { repeats: known }
        : { code: 'ROW_REPEATED', params: { line: known.line } }
    }
    const claim = record.claims.find(({ key }) => this.#claims.has(key))
    return claim && { code: claim.code, field: claim.field }
  }

  /** Notes a record that is the first of its kind. */
  add(record: ImportRecord, line: number): SeenRecord {
    const seen = { line, digest: record.digest, refusal: undefined }
    this.#records.set(record.identity, seen)
    for (const { key } of record.claims) this.#claims.add(key)
    return seen
  }
}
