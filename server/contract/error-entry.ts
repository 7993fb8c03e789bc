type TrpcCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'PAYLOAD_TOO_LARGE'
  | 'TOO_MANY_REQUESTS'
  | 'TIMEOUT'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'

export type Language = 'zh' | 'en'

interface ErrorEntry {
  readonly http: number
  readonly trpc: TrpcCode
  readonly text: Readonly<Record<Language, string>>
}

/** A table of refusals: each has how it travels and both its texts, or it does not compile. */
export const defineErrors = <C extends string>(
  table: Record<C, ErrorEntry>,
): Readonly<Record<C, ErrorEntry>> => table
