/** Which database it is. The only file that says so; everything else is written once for both. */
export type Provider = 'sqlite' | 'postgresql'

/**
 * What a column of a row set holds: `instant` is a time, `bigint` a whole number beyond 32 bits, `json` a text
 * in JSON.
 */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'instant' | 'json'

export interface Dialect {
  readonly provider: Provider
  /** The mark of the n-th bound value of a statement, counted from 1. */
  readonly placeholder: (n: number) => string
  readonly rowSet: RowSetDialect
  /** Does one transaction write while all others wait? Then who writes much asks for one at a time. */
  readonly hasOneWriter: boolean
  /** End of a SELECT that locks its rows until the commit; empty where a transaction that writes is alone. */
  readonly lockRows: string
  /** Can one statement change several tables? */
  readonly changesTogether: boolean
}

/** A column of a row set with its cells, one for each row. */
export interface RowSetColumn {
  readonly name: string
  readonly type: ColumnType
  readonly cells: readonly (string | number | boolean | null)[]
}

/** How many rows travel in a few bound values; see `row-set.ts`. */
interface RowSetDialect {
  /** What a bound value is cast to. */
  readonly types: Readonly<Record<ColumnType, string>>
  /** An instant as it is bound. */
  instant(at: Date): string | number
  /** The rows as a table: the texts before, between and after the bound values. */
  source(columns: readonly RowSetColumn[]): { texts: string[]; values: string[] }
}

const SQLITE_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  bigint: 'INTEGER',
  boolean: 'INTEGER',
  instant: 'INTEGER',
  json: 'TEXT',
}

const sqliteRowSet: RowSetDialect = {
  types: SQLITE_TYPES,
  instant: (at) => at.getTime(),
  source(columns) {
    const names = columns.map(({ name }, i) => `value->>${i} AS "${name}"`)
    const rows = (columns[0]?.cells ?? []).map((_, n) => columns.map(({ cells }) => cells[n]))
    return {
      texts: [`(SELECT ${names.join(', ')} FROM json_each(`, '))'],
      values: [JSON.stringify(rows)],
    }
  },
}

const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  instant: 'timestamp(3)',
  json: 'jsonb',
}

const quoted = (text: string): string =>
  text.includes('"') || text.includes('\\') ? text.replaceAll(/["\\]/g, '\\$&') : text
/** A cell of an array literal (PostgreSQL manual, 8.15.2). */
const arrayCell = (cell: string | number | boolean | null): string =>
  typeof cell === 'string' ? `"${quoted(cell)}"` : String(cell ?? 'NULL')

const postgresRowSet: RowSetDialect = {
  types: POSTGRES_TYPES,
  instant: (at) => at.toISOString().slice(0, -1),
  // As JSON, the same import of orders took a third longer.
  source(columns) {
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    const casts = columns.map(({ type }) => ` AS ${POSTGRES_TYPES[type]}[]))`)
    return {
      // Each in a SELECT of its own: Postgres plans a short list that it can see anew every time, which
      // takes longer than looking its rows up.
      texts: [
        '(SELECT * FROM unnest((SELECT CAST(',
        ...casts.slice(0, -1).map((cast) => `${cast}, (SELECT CAST(`),
        `${casts.at(-1) ?? ''}) AS cells(${names}))`,
      ],
      values: columns.map(({ cells }) => `{${cells.map(arrayCell).join(',')}}`),
    }
  },
}

export const DIALECTS: Readonly<Record<Provider, Dialect>> = {
  sqlite: {
    provider: 'sqlite',
    placeholder: () => '?',
    rowSet: sqliteRowSet,
    hasOneWriter: true,
    lockRows: '',
    changesTogether: false,
  },
  postgresql: {
    provider: 'postgresql',
    placeholder: (n) => `$${n}`,
    rowSet: postgresRowSet,
    hasOneWriter: false,
    lockRows: 'FOR UPDATE',
    changesTogether: true,
  },
}
