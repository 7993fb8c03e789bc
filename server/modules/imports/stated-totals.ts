import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { readInput } from '../jobs/jobs.service.ts'
import {
  differs,
  importResult,
  statedTotals,
  totalsDifference,
  type ImportKind,
  type StartImportInput,
} from './imports.contract.ts'
import type { Statement } from './record-import.ts'

interface Begun {
  readonly kind: ImportKind
  readonly dryRunJobId: string | null
  readonly importJobId: string | null
}

const statement = z.object({ stated: statedTotals.optional(), reason: z.string().optional() })

/** What was stated when this import was begun the last time: it goes on with the same. */
async function statedBefore(ctx: Ctx, jobId: string): Promise<Statement> {
  const select = { id: true, input: true, inputCipher: true }
  const job = await ctx.db.job.findUnique({ where: { id: jobId }, select })
  return job ? statement.parse(readInput(ctx.keys, job)) : {}
}

/** What the books will have of the file, as its check found. @throws AppError TOTALS_UNCHECKED */
async function checkedTotals(ctx: Ctx, jobId: string | null) {
  const where = { id: jobId ?? '', status: 'done' }
  const job = await ctx.db.job.findFirst({ where, select: { result: true } })
  const booked = importResult.safeParse(job?.result).data?.booked
  if (!booked) throw new AppError('TOTALS_UNCHECKED')
  return booked
}

/**
 * Holds what the old system states against the check of a file of points, before anything is written. Where
 * they differ there has to be a reason, which goes into the audit log with both.
 * @throws AppError INVALID_INPUT for another kind of file, TOTALS_UNCHECKED, TOTALS_DIFFER
 */
export async function requireTotals(
  ctx: Ctx,
  { kind, dryRunJobId, importJobId }: Begun,
  input: Pick<StartImportInput, 'stated' | 'reason'>,
): Promise<Statement> {
  if (input.stated && kind !== 'points') throw new AppError('INVALID_INPUT')
  const { stated, reason } =
    !input.stated && importJobId !== null ? await statedBefore(ctx, importJobId) : input
  if (!stated || (stated.points === null && stated.members === null)) return {}
  const booked = await checkedTotals(ctx, dryRunJobId)
  if (!differs(totalsDifference(stated, booked))) return { stated }
  if (reason !== undefined) return { stated, reason }
  throw new AppError('TOTALS_DIFFER', {
    points: booked.points,
    members: booked.members,
    statedPoints: stated.points ?? '—',
    statedMembers: stated.members ?? '—',
  })
}
