import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils'
import type { ArgType, ColumnType, SqlResultSet } from '@prisma/driver-adapter-utils'
import type { SqliteRow } from './connection.ts'
import type { BoundValue } from './whole-numbers.ts'

const INT32_MAX = 2 ** 31 - 1
const INT32_MIN = -(2 ** 31)
const INT64_MAX = 2 ** 63
/** SQLite keeps a decimal as a double, which holds 15 significant digits exactly and no more. */
const DECIMAL_DIGITS_MAX = 15

function outOfRange(what: string): DriverAdapterError {
  return new DriverAdapterError({ kind: 'ValueOutOfRange', cause: what })
}

/** Beyond ±(2^53-1) a whole number could not be read back exactly, so it is refused. */
function whole(value: bigint | number): BoundValue {
  if (!Number.isSafeInteger(Number(value))) throw outOfRange(`integer ${value} is beyond ±(2^53-1)`)
  const number = Number(value)
  return number >= INT32_MIN && number <= INT32_MAX ? number : BigInt(value)
}

function double(value: number): BoundValue {
  if (!Number.isFinite(value)) throw outOfRange(`number ${value} is not finite`)
  return value
}

/** The client does not say whether a number belongs to an Int, a BigInt or a Float column. */
function anyNumber(value: number): BoundValue {
  return Number.isInteger(value) ? whole(value) : double(value)
}

function decimal(value: string): BoundValue {
  const digits = value
    .replace(/e.*$/i, '')
    .replaceAll(/[^0-9]/g, '')
    .replace(/^0+/, '')
  const significant = value.includes('.') ? digits : digits.replace(/0+$/, '')
  if (significant.length > DECIMAL_DIGITS_MAX) {
    throw outOfRange(`decimal ${value} has more than ${DECIMAL_DIGITS_MAX} significant digits`)
  }
  return value
}

/** Dates are stored as epoch milliseconds (UTC). */
function milliseconds(value: Date | string): BoundValue {
  const time = new Date(value).getTime()
  if (Number.isNaN(time)) throw outOfRange(`"${String(value)}" is not a date`)
  return whole(time)
}

function fromText(value: string, type: ArgType): BoundValue {
  switch (type.scalarType) {
    case 'int':
    case 'bigint':
      return whole(BigInt(value))
    case 'float':
      return double(Number(value))
    case 'decimal':
      return decimal(value)
    case 'datetime':
      return milliseconds(value)
    case 'bytes':
      return Buffer.from(value, 'base64')
    case 'string':
    case 'boolean':
    case 'enum':
    case 'uuid':
    case 'json':
    case 'unknown':
      return value
  }
}

/** Turns an argument of the client into what SQLite is given. */
export function toSqliteValue(value: unknown, type: ArgType): BoundValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return fromText(value, type)
  if (typeof value === 'number') return anyNumber(value)
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

/** Between 2^53 and 2^63 it could be an integer that lost digits on its way; larger ones are floats. */
function readValue(value: unknown, column: string): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value)) return value
  if (Number.isSafeInteger(value) || Math.abs(value) > INT64_MAX) return value
  throw outOfRange(`column ${column} holds an integer beyond ±(2^53-1)`)
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
