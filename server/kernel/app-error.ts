import { ERRORS, errorText, type ErrorCode, type ErrorParams } from '../contract/errors.ts'

export type FieldErrors = Readonly<Record<string, readonly string[]>>

interface AppErrorOptions {
  readonly cause?: unknown
  /** Messages by input field, for a form. */
  readonly fields?: FieldErrors
}

/** An expected refusal. `message` is for the log, in English; users read `errorText(code, …)`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields: FieldErrors | undefined

  constructor(code: ErrorCode, params: ErrorParams = {}, options: AppErrorOptions = {}) {
    super(`${code}: ${errorText(code, 'en', params)}`, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.params = params
    this.fields = options.fields
  }

  get httpStatus(): number {
    return ERRORS[this.code].http
  }
}
