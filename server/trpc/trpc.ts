import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { ERRORS, type ErrorCode, type Language } from '../contract/errors.ts'
import type { Permission } from '../contract/permissions.ts'
import type { Ctx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { describeError } from '../kernel/describe-error.ts'

/** A use case's context and the language that the caller reads. */
export interface TrpcContext extends Ctx {
  readonly language: Language
}

export interface ProcedureMeta {
  /** Every procedure declares one; a procedure without it is refused at run time and by a test. */
  readonly permission?: Permission
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
  if (error.code === 'INTERNAL_SERVER_ERROR' && error.cause) return error.cause
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

/** Refuses by itself whatever declares no permission: a forgotten one fails closed. */
const requirePermission = t.middleware(({ ctx, meta, next }) => {
  const wanted = meta?.permission
  if (ctx.actor.kind === 'anonymous') throw new AppError('UNAUTHENTICATED')
  if (!wanted || !ctx.actor.permissions.has(wanted)) {
    throw new AppError('FORBIDDEN', { permission: wanted ?? '-' })
  }
  return next()
})

export const { router, createCallerFactory } = t

/** A procedure for staff who hold the permission. There is no other kind. */
export const can = (permission: Permission) =>
  t.procedure.meta({ permission }).use(translateRefusals).use(requirePermission)
