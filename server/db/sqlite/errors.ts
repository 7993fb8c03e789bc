import { DriverAdapterError, type Error as AdapterErrorPayload } from '@prisma/driver-adapter-utils'

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html); the binding gives no others. */
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6
const SQLITE_CONSTRAINT = 19

interface SqliteError extends Error {
  readonly errno: number
  readonly code: string
}

export function isSqliteError(error: unknown): error is SqliteError {
  return (
    error instanceof Error &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('SQLITE_')
  )
}

export const isBusy = (error: unknown): boolean =>
  isSqliteError(error) && (error.errno === SQLITE_BUSY || error.errno === SQLITE_LOCKED)

/** The answer to a COMMIT or ROLLBACK when SQLite has already ended the transaction by itself. */
export const isNotInTransaction = (error: unknown): boolean =>
  isSqliteError(error) && error.message.includes('no transaction is active')

/** `Account.name, Account.kind` behind the last colon of a constraint's message. */
function constraintColumns(message: string): { table: string | undefined; fields: string[] } {
  const columns = (message.split('constraint failed: ')[1] ?? '').split(', ')
  const fields = columns.map((column) => column.split('.').at(-1) ?? column)
  return { table: columns[0]?.split('.')[0], fields }
}

function constraint(message: string): AdapterErrorPayload {
  const { table, fields } = constraintColumns(message)
  if (message.includes('UNIQUE constraint failed')) {
    return {
      kind: 'UniqueConstraintViolation',
      constraint: { fields },
      ...(table ? { table } : {}),
    }
  }
  if (message.includes('NOT NULL constraint failed')) {
    return { kind: 'NullConstraintViolation', constraint: { fields } }
  }
  if (message.includes('FOREIGN KEY constraint failed')) {
    return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } }
  }
  return { kind: 'sqlite', extendedCode: SQLITE_CONSTRAINT, message }
}

function payload(error: SqliteError): AdapterErrorPayload {
  const { errno, message } = error
  if (isBusy(error)) return { kind: 'SocketTimeout' }
  if (errno === SQLITE_CONSTRAINT) return constraint(message)
  const missingTable = /no such table: (\S+)/.exec(message)?.[1]
  if (missingTable) return { kind: 'TableDoesNotExist', table: missingTable }
  const missingColumn = /(?:no such column: |has no column named )(\S+)/.exec(message)?.[1]
  if (missingColumn) return { kind: 'ColumnNotFound', column: missingColumn }
  return { kind: 'sqlite', extendedCode: errno, message }
}

/** The error as the client knows it (P2002, P2003, P1008 …); anything that is not SQLite's passes. */
export function toAdapterError(error: unknown): unknown {
  if (!isSqliteError(error)) return error
  return new DriverAdapterError({
    ...payload(error),
    originalCode: error.code,
    originalMessage: error.message,
  })
}
