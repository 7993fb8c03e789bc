import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { ERRORS, type ErrorCode, type Language } from '../contract/errors.ts'
import type { Need } from '../contract/permissions.ts'
import type { Ctx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { describeError } from '../kernel/describe-error.ts'

/** The cookie of the request's session, as the transport reads and writes it. */
export interface SessionCookie {
  set(token: string): void
  clear(): void
}

/** A use case's context and what only the transport knows. */
export interface TrpcContext extends Ctx {
  /** Language that the caller reads. */
  readonly language: Language
  readonly session: SessionCookie
  readonly userAgent: string
  /** One-time token asked for at first run; undefined where only this machine can reach the server. */
  readonly firstRunToken: string | undefined
}

export interface ProcedureMeta {
  /** Every procedure declares one; a procedure without it is refused at run time and by a test. */
  readonly need?: Need
}

/** Refusals that tRPC itself makes before a procedure runs. */
const OWN_REFUSALS: Partial<Record<TRPCError['code'], ErrorCode>> = {
  BAD_REQUEST: 'INVALID_INPUT',
  PARSE_ERROR: 'INVALID_INPUT',
  UNSUPPORTED_MEDIA_TYPE: 'INVALID_INPUT',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'NOT_FOUND',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
}

/** The error below the one that tRPC wraps around it. */
export function unwrapped(error: TRPCError): unknown {
  if (error.cause instanceof AppError) return error.cause
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.ZodError) return error.cause
  // An answer or a stored row that does not fit its schema is a fault of ours, not of who asked.
  if (error.code === 'INTERNAL_SERVER_ERROR' && error.cause && !(error.cause instanceof z.ZodError))
    return error.cause
  const code = OWN_REFUSALS[error.code]
  return code ? new AppError(code, {}, { cause: error }) : error
}

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const app = describeError(unwrapped(error), ctx?.language ?? 'zh', ctx?.requestId ?? '')
      return { ...shape, message: app.message, data: { ...shape.data, stack: undefined, app } }
    },
  })

/** Gives an expected refusal the status of its code; tRPC would call every thrown error internal. */
const translateRefusals = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof AppError) {
    const { cause } = result.error
    throw new TRPCError({ code: ERRORS[cause.code].trpc, message: cause.message, cause })
  }
  return result
})

/** Refuses by itself whatever declares nothing: a forgotten declaration fails closed. */
const requireNeed = t.middleware(({ ctx, meta, next }) => {
  const need = meta?.need
  if (need === 'open') return next()
  if (ctx.actor.kind === 'anonymous') throw new AppError('UNAUTHENTICATED')
  if (need === 'signedIn') return next()
  if (!need || !ctx.actor.permissions.has(need)) {
    throw new AppError('FORBIDDEN', { permission: need ?? '-' })
  }
  return next()
})

export const { router, createCallerFactory } = t

const procedureFor = (need: Need) =>
  t.procedure.meta({ need }).use(translateRefusals).use(requireNeed)

/** A procedure for staff who hold the permission, or for everybody who is signed in. */
export const can = (need: Exclude<Need, 'open'>) => procedureFor(need)

/** A procedure for anybody: sign-in and first run, nothing else. */
export const open = procedureFor('open')
