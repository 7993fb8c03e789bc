import type { Context as HonoContext } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ERRORS, type ErrorData } from '../contract/errors.ts'
import { AppError } from '../kernel/app-error.ts'
import { describeError } from '../kernel/describe-error.ts'
import type { Logger } from '../kernel/logger.ts'
import type { AppEnv } from './app-env.ts'
import { OPEN_API_PATH, problemAnswer } from './open-api/problems.ts'

const GATEWAY_TIMEOUT = 504

/** The shape of `data.app` on plain HTTP answers of the back office. */
function answer(c: HonoContext<AppEnv>, described: ErrorData): Response {
  if (c.req.path.startsWith(`${OPEN_API_PATH}/`)) return problemAnswer(c, described)
  // Every status of the table allows a body; the table's type is a plain number.
  return c.json({ error: described }, ERRORS[described.code].http as ContentfulStatusCode)
}

/** One place turns errors into answers: refusals as they are, all else logged and told without detail. */
export const handleError =
  (log: Logger) =>
  (error: unknown, c: HonoContext<AppEnv>): Response => {
    const isTimeout = error instanceof HTTPException && error.status === GATEWAY_TIMEOUT
    const known = isTimeout ? new AppError('TIMEOUT', {}, { cause: error }) : error
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
