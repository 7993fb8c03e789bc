import { TRPCClientError } from '@trpc/client'
import { z } from 'zod'
import { errorText, isErrorCode } from '../../../server/contract/errors.ts'
import type {
  ErrorCode,
  ErrorData,
  ErrorParams,
  Language,
} from '../../../server/contract/errors.ts'

/** What goes wrong on the way to the server; the server's own refusals are in its error table. */
export const LINE_CODES = [
  'NETWORK',
  'NO_ANSWER',
  'UNAVAILABLE',
  'BAD_ANSWER',
  'BROKEN_PAGE',
] as const
export type LineCode = (typeof LINE_CODES)[number]

/** One failure as the page shows it: a code to search for, a sentence, and whether waiting helps. */
export interface Failure {
  readonly code: string
  readonly params: ErrorParams
  readonly requestId: string | undefined
  /** What is wrong with single fields of the input, by path; the texts are codes. */
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined
  readonly isTemporary: boolean
  readonly atMs: number
}

/** Another origin's answer may be anything, so it is parsed like any other input. */
const errorData = z.object({
  code: z.string().refine(isErrorCode),
  params: z.record(z.string(), z.union([z.string(), z.number()])).catch({}),
  requestId: z.string().max(200).optional().catch(undefined),
  fields: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
}) satisfies z.ZodType<Partial<ErrorData>>
const trpcData = z.object({ app: errorData })
const responseMeta = z.object({ response: z.object({ status: z.number() }) })

const TEMPORARY = new Set<string>([
  'NETWORK',
  'NO_ANSWER',
  'UNAVAILABLE',
  'TIMEOUT',
  'SHUTTING_DOWN',
  'DATABASE_BUSY',
  'DATABASE_UNREACHABLE',
  'DATABASE_LOST',
  'DISK_FULL',
  'TOO_MANY_REQUESTS',
])

/** Thrown by our fetch when the server says nothing for too long. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  constructor(readonly timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms`)
  }
}

/** Thrown by our fetch when whatever answered is not the server: a gateway's page, another program. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError'
  constructor(readonly status: number) {
    super(`An answer of status ${status} that is not JSON`)
  }
}

const make = (
  code: string,
  atMs: number,
  params: ErrorParams = {},
  requestId?: string,
): Failure => ({
  code,
  params,
  requestId,
  isTemporary: TEMPORARY.has(code),
  atMs,
})

const GATEWAY_STATUSES: readonly (number | undefined)[] = [502, 503, 504]

function statusOf(error: TRPCClientError<never>): number | undefined {
  if (error.cause instanceof BadAnswerError) return error.cause.status
  return responseMeta.safeParse(error.meta).data?.response.status
}

/** `fetch` reports a broken line as a TypeError; every other fault came with an answer. */
function lineCode(error: TRPCClientError<never>): LineCode {
  if (error.cause instanceof NoAnswerError) return 'NO_ANSWER'
  if (error.cause instanceof TypeError) return 'NETWORK'
  return GATEWAY_STATUSES.includes(statusOf(error)) ? 'UNAVAILABLE' : 'BAD_ANSWER'
}

/** Reads whatever was thrown. `atMs` is when it was caught. */
export function toFailure(error: unknown, atMs: number): Failure {
  if (!(error instanceof TRPCClientError)) return make('BROKEN_PAGE', atMs)
  const known = trpcData.safeParse(error.data)
  if (known.success) {
    const { code, params, requestId, fields } = known.data.app
    return { ...make(code, atMs, params, requestId), fields }
  }
  const timeoutMs = error.cause instanceof NoAnswerError ? error.cause.timeoutMs : 0
  return make(lineCode(error), atMs, timeoutMs ? { seconds: Math.round(timeoutMs / 1000) } : {})
}

/** A refusal of a plain HTTP route, and the shell's own answer, which has the shape of tRPC's. */
const httpAnswer = z.object({
  error: z.union([errorData, z.object({ data: trpcData }).transform(({ data }) => data.app)]),
})

/** Reads the refusal of a request that went past tRPC; `status` is undefined where nothing answered. */
export function answerFailure(
  { status, body }: { readonly status: number | undefined; readonly body: unknown },
  atMs: number,
): Failure {
  const known = httpAnswer.safeParse(body)
  if (known.success) {
    const { code, params, requestId, fields } = known.data.error
    return { ...make(code, atMs, params, requestId), fields }
  }
  if (status === undefined) return make('NETWORK', atMs)
  return make(GATEWAY_STATUSES.includes(status) ? 'UNAVAILABLE' : 'BAD_ANSWER', atMs)
}

const isLineCode = (code: string): code is LineCode => LINE_CODES.some((known) => known === code)

/** True where no server of ours answered, so that nothing is known of what was asked. */
export const isLineFailure = (failure: Failure): boolean =>
  isLineCode(failure.code) && failure.code !== 'BROKEN_PAGE'

/** `translate` is asked for the sentences of what happens on the way; their keys are LineCodes. */
export function failureText(
  failure: Pick<Failure, 'code' | 'params'>,
  language: Language,
  translate: (key: string, params: ErrorParams) => string,
): string {
  if (isErrorCode(failure.code)) return errorText(failure.code, language, failure.params)
  const code = isLineCode(failure.code) ? failure.code : 'BROKEN_PAGE'
  return translate(`ui.failure.${code}`, failure.params)
}

/** True where nobody is signed in, which a browser answers with the sign-in page. */
export const isUnauthenticated = (error: unknown): boolean =>
  toFailure(error, 0).code === ('UNAUTHENTICATED' satisfies ErrorCode)
