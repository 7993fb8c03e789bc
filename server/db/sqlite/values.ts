import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils'
import type { ArgType, ColumnType, SqlResultSet } from '@prisma/driver-adapter-utils'
import type { SqliteRow, SqliteValue } from './connection.ts'

const INT32_MAX = 2 ** 31 - 1

function outOfRange(what: string): DriverAdapterError {
  return new DriverAdapterError({ kind: 'ValueOutOfRange', cause: what })
}

/**
 * The binding carries integers of 32 bits and, beyond them, doubles. Larger whole numbers go as text,
 * which SQLite turns into an exact integer by the column's affinity; beyond 2^53-1 they could not be
 * read back exactly and are refused.
 */
function whole(value: bigint | number): SqliteValue {
  if (!Number.isSafeInteger(Number(value))) throw outOfRange(`integer ${value} is beyond ±(2^53-1)`)
  const number = Number(value)
  return Math.abs(number) <= INT32_MAX ? number : String(number)
}

function decimalNumber(value: number): SqliteValue {
  if (!Number.isFinite(value)) throw outOfRange(`number ${value} is not finite`)
  if (Number.isInteger(value)) return whole(value)
  return value
}

/** Dates are stored as epoch milliseconds (UTC). */
function milliseconds(value: Date | string): SqliteValue {
  const time = new Date(value).getTime()
  if (Number.isNaN(time)) throw outOfRange(`"${String(value)}" is not a date`)
  return whole(time)
}

function fromText(value: string, type: ArgType): SqliteValue {
  switch (type.scalarType) {
    case 'int':
    case 'bigint':
      return whole(BigInt(value))
    case 'float':
      return decimalNumber(Number(value))
    case 'datetime':
      return milliseconds(value)
    case 'bytes':
      return Buffer.from(value, 'base64')
    case 'string':
    case 'decimal':
    case 'boolean':
    case 'enum':
    case 'uuid':
    case 'json':
    case 'unknown':
      return value
  }
}

/** Turns an argument of the client into what SQLite is given. */
export function toSqliteValue(value: unknown, type: ArgType): SqliteValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return fromText(value, type)
  if (typeof value === 'number') return decimalNumber(value)
  if (typeof value === 'bigint') return whole(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return milliseconds(value)
  if (value instanceof Uint8Array) return Buffer.from(value)
  throw new DriverAdapterError({
    kind: 'InvalidInputValue',
    message: `cannot bind a value of type ${typeof value}`,
  })
}

/** SQLite has no column types at run time that the binding shows; the client converts by its models. */
function columnType(value: unknown): ColumnType {
  if (typeof value === 'string') return ColumnTypeEnum.Text
  if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes
  return ColumnTypeEnum.UnknownNumber
}

function readValue(value: unknown, column: string): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw outOfRange(`column ${column} holds an integer beyond ±(2^53-1)`)
  }
  return value
}

/** Rows as the client wants them: names once, then values by position. */
export function toResultSet(rows: readonly SqliteRow[]): SqlResultSet {
  const columnNames = rows[0] ? Object.keys(rows[0]) : []
  const columnTypes = columnNames.map((name) =>
    columnType(rows.find((row) => row[name] !== null)?.[name]),
  )
  return {
    columnNames,
    columnTypes,
    rows: rows.map((row) => columnNames.map((name) => readValue(row[name], name))),
  }
}
