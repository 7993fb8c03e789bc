import type { ErrorParams } from '../../contract/errors.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import type { ImportKind, ImportTotals, RefusalCode } from './imports.contract.ts'

/** A row of a file with its cells by field. Lines count from 1, the headings included. */
export interface MappedRow {
  readonly line: number
  /** Trimmed text; an empty cell and a field without a column are both ''. */
  cell(field: string): string
  isFormula(field: string): boolean
  /** Cells the row has, if not as many as there are headings: then they may have moved. */
  readonly strayCells: number | undefined
  hasColumn(field: string): boolean
}

/** Why a row is left out. */
export interface Refusal {
  readonly code: RefusalCode
  readonly params?: ErrorParams
  /** Field whose cell is at fault; none when it is the row as a whole. */
  readonly field?: string
  /** Line of that cell, in a record of several rows. */
  readonly line?: number
  /** Points of a row that could not be read as a whole, where those could. */
  readonly points?: number
}

/** Thrown by a reader of cells; ends the reading of its record. */
export class RowRefused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** What a record needs for itself alone, beside its identity: a mobile, a card. */
export interface Claim {
  readonly field: string
  readonly value: string
  readonly code: RefusalCode
}

/** A record read from one or more rows. */
export interface ImportRecord {
  /** What the record is known by: two records of one file with the same identity are one thing twice. */
  readonly identity: string
  /** Equal for records that say the same. */
  readonly says: string
  readonly claims: readonly Claim[]
  readonly totals: Omit<ImportTotals, 'rows' | 'points'> & { readonly points?: number }
  /** Why another record with the same identity is left out. */
  readonly repeated?: RefusalCode
  /** Of points: when they end, and whose they are as soon as that is known. */
  readonly lot?: { readonly expiresOn: string | null; memberId?: number }
}

export type Outcome = 'created' | 'unchanged' | Refusal

/** Is it a refusal, and not one of the good outcomes? */
export const isRefusal = (outcome: Outcome): outcome is Refusal => typeof outcome === 'object'

/** What holds for all rows of an import, whatever they say themselves. */
export interface ImportOrigin {
  /** The job, whose record in the audit log says who did it and from which file. */
  readonly jobId: string
  readonly fileName: string
  /** Who numbers the orders where a row does not say so: each source counts by itself. */
  readonly orderSource: string
}

/** What members, orders and points each bring to an import. */
export interface Importer<R extends ImportRecord = ImportRecord> {
  readonly kind: ImportKind
  /** Looks up once what all rows need, such as stores by name, and reads rows with it. */
  begin(ctx: Ctx, origin: ImportOrigin): Promise<ImportReader<R>>
}

export interface ImportReader<R extends ImportRecord> {
  /** Can several rows be one record, in a file with these fields? */
  isGrouped(fields: ReadonlySet<string | null>): boolean
  /** In such a file, rows next to each other with the same key are one record; undefined stands alone. */
  groupKey(row: MappedRow): string | undefined
  /** @throws RowRefused */
  read(rows: readonly MappedRow[]): R
  /** What the database says to records, in their order; undefined where a record is new. Writes nothing. */
  compare(ctx: Ctx, records: readonly R[]): Promise<(Outcome | undefined)[]>
  /**
   * Stores new records. @returns the outcome of each in its order; undefined where something else
   * claimed a value meanwhile, so that it is to be compared again
   */
  store(ctx: Ctx<Tx>, records: readonly R[]): Promise<('created' | Refusal | undefined)[]>
}
