/** A row of a table as it stands in the file. */
export interface TableRow {
  /** Counted from 1, the headings included. */
  readonly line: number
  readonly cells: readonly string[]
  /** Places of cells that are formulas; a CSV file has none that we know of. */
  readonly formulas: readonly number[]
}

/** Bytes of a file from its beginning, as often as asked for. */
export type OpenBytes = () => AsyncIterable<Uint8Array>
