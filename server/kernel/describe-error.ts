import { z } from 'zod'
import {
  errorText,
  type ErrorCode,
  type ErrorData,
  type ErrorParams,
  type Language,
} from '../contract/errors.ts'
import { AppError, type FieldErrors } from './app-error.ts'

interface Described {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields?: FieldErrors | undefined
}

function fieldsOf(error: z.ZodError): FieldErrors {
  const fields: Record<string, string[]> = {}
  for (const { path, message } of error.issues) {
    const name = path.join('.')
    fields[name] = [...(fields[name] ?? []), message]
  }
  return fields
}

/** Codes of the database client for "not now"; read by shape, since this folder knows no client. */
const DATABASE_CODES: Readonly<Record<string, ErrorCode>> = {
  P1001: 'DATABASE_LOST',
  P1002: 'DATABASE_LOST',
  P1008: 'DATABASE_BUSY',
  P1017: 'DATABASE_LOST',
  P2024: 'DATABASE_BUSY',
  P2028: 'DATABASE_BUSY',
}

/** What the adapter says of the same where it is asked directly. */
const ADAPTER_KINDS: Readonly<Record<string, ErrorCode>> = {
  DatabaseNotReachable: 'DATABASE_LOST',
  ConnectionClosed: 'DATABASE_LOST',
  SocketTimeout: 'DATABASE_BUSY',
  TooManyConnections: 'DATABASE_BUSY',
}
/** `disk_full` of Postgres and SQLITE_FULL: neither has a kind of its own. */
const POSTGRES_DISK_FULL = '53100'
const SQLITE_DISK_FULL = 13

const adapterError = z.object({
  name: z.literal('DriverAdapterError'),
  cause: z.object({
    kind: z.string(),
    code: z.string().optional(),
    extendedCode: z.int().optional(),
  }),
})
/** The client's error around the adapter's: of SQL written by hand, or of a COMMIT. */
const clientsError = z.object({ meta: z.object({ driverAdapterError: adapterError }) })

function adapterCode(error: unknown): ErrorCode | undefined {
  const found =
    adapterError.safeParse(error).data ??
    clientsError.safeParse(error).data?.meta.driverAdapterError
  if (!found) return undefined
  const { kind, code, extendedCode } = found.cause
  if (kind === 'postgres' && code === POSTGRES_DISK_FULL) return 'DISK_FULL'
  if (kind === 'sqlite' && extendedCode === SQLITE_DISK_FULL) return 'DISK_FULL'
  return ADAPTER_KINDS[kind]
}

/** What an error of the database means to whom it stopped; undefined for every other error. */
export function databaseCode(error: unknown): ErrorCode | undefined {
  const adapter = adapterCode(error)
  if (adapter) return adapter
  const isClients = error instanceof Error && error.name.startsWith('PrismaClient')
  const code = isClients && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? DATABASE_CODES[code] : undefined
}

function describe(error: unknown, requestId: string): Described {
  if (error instanceof AppError) return error
  if (error instanceof z.ZodError)
    return { code: 'INVALID_INPUT', params: {}, fields: fieldsOf(error) }
  const code = databaseCode(error)
  if (code) return { code, params: {} }
  return { code: 'INTERNAL', params: { requestId } }
}

/** What a caller is told of any error: a refusal as it is, everything else without detail. */
export function describeError(error: unknown, language: Language, requestId: string): ErrorData {
  const { code, params, fields } = describe(error, requestId)
  const message = errorText(code, language, params)
  return { code, params, message, requestId, ...(fields ? { fields } : {}) }
}
