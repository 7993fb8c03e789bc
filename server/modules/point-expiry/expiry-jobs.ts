import { z } from 'zod'
import { businessDay } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { expirePoints } from './expire-points.ts'
import { remindMembers } from './remind-members.ts'

interface Work {
  readonly signal: AbortSignal
  readonly report: (done: number, total?: number) => void
}

/** The result of a job on many members, none of whom can be refused. */
const doneWith = (changed: number) => ({ changed, unchanged: 0, refusedCount: 0, refused: [] })

const dayInput = z.object({ day: businessDay })

/** Takes points off as a job; `result` says what this run took. */
export async function expirePointsAsJob(ctx: Ctx, input: unknown, control: Work) {
  const { day: asOf } = dayInput.parse(input)
  const { members, points } = await expirePoints(ctx, {
    asOf,
    signal: control.signal,
    onProgress: (done, total) => control.report(done, total),
  })
  return { result: { ...doneWith(members), asOf, points } }
}

/** Reminds members as a job. */
export async function remindMembersAsJob(ctx: Ctx, input: unknown, control: Work) {
  const { day: today } = dayInput.parse(input)
  const told = await remindMembers(ctx, {
    today,
    signal: control.signal,
    onProgress: (done) => control.report(done),
  })
  return { result: { ...doneWith(told), today } }
}
