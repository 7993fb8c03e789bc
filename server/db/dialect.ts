/** Which database it is. The only file that says so; everything else is written once for both. */
export type Provider = 'sqlite' | 'postgresql'

/** What a column of a row set holds: `instant` is a time, `bigint` a whole number beyond 32 bits. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'instant'

export interface Dialect {
  readonly provider: Provider
  /** The mark of the n-th bound value of a statement, counted from 1. */
  readonly placeholder: (n: number) => string
  readonly rowSet: RowSetDialect
}

/** How many rows travel as one bound JSON value; see `row-set.ts`. */
interface RowSetDialect {
  /** A row as it stands in the JSON. */
  encode(names: readonly string[], values: readonly unknown[]): unknown
  /** An instant as it stands in the JSON. */
  instant(at: Date): string | number
  /** The text before and after the bound value. */
  source(columns: Readonly<Record<string, ColumnType>>): readonly [before: string, after: string]
}

const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  instant: 'timestamp(3)',
}

const sqliteRowSet: RowSetDialect = {
  encode: (_names, values) => values,
  instant: (at) => at.getTime(),
  source(columns) {
    const cells = Object.keys(columns).map((name, i) => `value->>${i} AS "${name}"`)
    return [`(SELECT ${cells.join(', ')} FROM json_each(`, '))']
  },
}

const postgresRowSet: RowSetDialect = {
  encode: (names, values) => Object.fromEntries(names.map((name, i) => [name, values[i]])),
  instant: (at) => at.toISOString().slice(0, -1),
  source(columns) {
    const cells = Object.entries(columns).map(([name, type]) => `"${name}" ${POSTGRES_TYPES[type]}`)
    return ['(SELECT * FROM json_to_recordset(CAST(', ` AS json)) AS cells(${cells.join(', ')}))`]
  },
}

export const DIALECTS: Readonly<Record<Provider, Dialect>> = {
  sqlite: { provider: 'sqlite', placeholder: () => '?', rowSet: sqliteRowSet },
  postgresql: { provider: 'postgresql', placeholder: (n) => `$${n}`, rowSet: postgresRowSet },
}
