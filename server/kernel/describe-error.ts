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

function describe(error: unknown, requestId: string): Described {
  if (error instanceof AppError) return error
  if (error instanceof z.ZodError)
    return { code: 'INVALID_INPUT', params: {}, fields: fieldsOf(error) }
  return { code: 'INTERNAL', params: { requestId } }
}

/** What a caller is told of any error: a refusal as it is, everything else without detail. */
export function describeError(error: unknown, language: Language, requestId: string): ErrorData {
  const { code, params, fields } = describe(error, requestId)
  const message = errorText(code, language, params)
  return { code, params, message, requestId, ...(fields ? { fields } : {}) }
}
