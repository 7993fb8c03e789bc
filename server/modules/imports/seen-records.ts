import { DigestTable, NumberColumn } from './digest-table.ts'
import { isRefusal, type Claim, type ImportRecord, type Outcome, type Refusal } from './importer.ts'

/** What a row that says a record again comes to: nothing new, or left out likewise. */
type Fate = 'unchanged' | Refusal

/** What the earlier rows say of a record: it is the one of this number again, or it may not be. */
type Verdict = { readonly repeats: number } | Refusal

/** No text of a file holds it. */
const SEPARATOR = '\u0000'
const wholeOf = ({ identity, says }: ImportRecord): string => identity + SEPARATOR + says
const claimOf = ({ field, value }: Claim): string => field + SEPARATOR + value

/**
 * What a file has said so far, so that a dry run and an import find the same repetitions: the same record
 * again is nothing new, another one with the same identity is refused, and so is one that wants what an
 * earlier one has. A file may have a million rows and all are kept in mind, so it holds numbers and no
 * texts: 120 bytes a row.
 */
export class SeenRecords {
  readonly #identities = new DigestTable()
  /** With all that the records say; their numbers are those of the identities. */
  readonly #wholes = new DigestTable()
  readonly #claims = new DigestTable()
  readonly #lines = new NumberColumn()
  /** Of each record its place among the fates, counted from 1; 0 while nothing is known. */
  readonly #fateOf = new NumberColumn()
  readonly #fates: Fate[] = []
  readonly #placeOfFate = new Map<string, number>()

  check(record: ImportRecord): Verdict | undefined {
    const known = this.#identities.find(record.identity)
    if (known !== undefined) {
      return this.#wholes.find(wholeOf(record)) === known
        ? { repeats: known }
        : { code: record.repeated ?? 'ROW_REPEATED', params: { line: this.#lines.get(known) } }
    }
    const claim = record.claims.find((one) => this.#claims.find(claimOf(one)) !== undefined)
    return claim && { code: claim.code, field: claim.field }
  }

  /** Notes a record that is the first of its kind. @returns its number */
  add(record: ImportRecord, line: number): number {
    const number = this.#identities.add(record.identity)
    this.#wholes.add(wholeOf(record))
    for (const claim of record.claims) this.#claims.add(claimOf(claim))
    this.#lines.set(number, line)
    return number
  }

  /** Says what became of a record. */
  settle(number: number, outcome: Outcome): void {
    const fate = isRefusal(outcome) ? outcome : 'unchanged'
    // Thousands are refused alike; one of them is kept.
    const text = JSON.stringify(fate)
    const place = this.#placeOfFate.get(text) ?? this.#fates.push(fate)
    this.#placeOfFate.set(text, place)
    this.#fateOf.set(number, place)
  }

  /** What a row that says a record again comes to; undefined while that is not known. */
  fateOf(number: number): Fate | undefined {
    return this.#fates[this.#fateOf.get(number) - 1]
  }
}
