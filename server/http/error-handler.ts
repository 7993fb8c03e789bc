import type { Context as HonoContext } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { ERRORS, type ErrorCode, type ErrorData } from '../contract/errors.ts'
import { AppError } from '../kernel/app-error.ts'
import { describeError } from '../kernel/describe-error.ts'
import type { Logger } from '../kernel/logger.ts'
import type { AppEnv } from './app-env.ts'
import { isPartnerPath, problemAnswer } from './open-api/problems.ts'

/** What the framework refuses by itself: a time that is over, a body that is no JSON, one of another kind. */
const OWN_REFUSALS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  415: 'MEDIA_TYPE_WRONG',
  504: 'TIMEOUT',
}

function knownError(error: unknown, path: string): unknown {
  const code = error instanceof HTTPException ? OWN_REFUSALS[error.status] : undefined
  if (code) return new AppError(code, {}, { cause: error })
  // What partners send is checked by their routes; a row or an answer that does not fit is a fault of ours.
  if (error instanceof z.ZodError && isPartnerPath(path))
    return new Error('schema', { cause: error })
  return error
}

/** The shape of `data.app` on plain HTTP answers of the back office. */
function answer(c: HonoContext<AppEnv>, described: ErrorData): Response {
  if (isPartnerPath(c.req.path)) return problemAnswer(c, described)
  // Every status of the table allows a body; the table's type is a plain number.
  return c.json({ error: described }, ERRORS[described.code].http as ContentfulStatusCode)
}

/** One place turns errors into answers: refusals as they are, all else logged and told without detail. */
export const handleError =
  (log: Logger) =>
  (error: unknown, c: HonoContext<AppEnv>): Response => {
    const known = knownError(error, c.req.path)
    const described = describeError(known, c.get('language') ?? 'zh', c.get('requestId') ?? '')
    if (described.code === 'INTERNAL') {
      log.error({ err: error, requestId: described.requestId }, 'request failed')
    }
    return answer(c, described)
  }

export function handleNotFound(c: HonoContext<AppEnv>): Response {
  return answer(
    c,
    describeError(new AppError('NOT_FOUND'), c.get('language') ?? 'zh', c.get('requestId')),
  )
}
