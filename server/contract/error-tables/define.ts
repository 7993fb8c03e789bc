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

export interface ErrorEntry {
  readonly http: number
  readonly trpc: TrpcCode
  readonly text: Readonly<Record<Language, string>>
}

/** Entries of the table of refusals; kept apart by what they are about. */
export const define = <C extends string>(
  table: Record<C, ErrorEntry>,
): Readonly<Record<C, ErrorEntry>> => table

/** What somebody gave is not valid. */
export const badInput = (zh: string, en: string): ErrorEntry => ({
  http: 400,
  trpc: 'BAD_REQUEST',
  text: { zh, en },
})

/** What somebody wants does not go together with what is there. */
export const conflict = (zh: string, en: string): ErrorEntry => ({
  http: 409,
  trpc: 'CONFLICT',
  text: { zh, en },
})
