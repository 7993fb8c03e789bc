import type { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { countMatching, iterateMatching } from './list-members.ts'
import { startJob } from '../jobs/jobs.service.ts'
import type { BatchMembersInput, memberSelection } from './members.contract.ts'

type Selection = z.infer<typeof memberSelection>

/** How many members a selection has; of members that were taken out again, those that match count. */
export async function countSelected(ctx: Ctx, selection: Selection): Promise<number> {
  if (selection.kind === 'some') return selection.ids.length
  const matching = await countMatching(ctx, selection.filter)
  return Math.max(0, matching - selection.except.length)
}

async function* chunksOf(ctx: Ctx, selection: Selection): AsyncGenerator<readonly number[]> {
  if (selection.kind === 'some') {
    yield selection.ids
    return
  }
  const except = new Set(selection.except)
  for await (const ids of iterateMatching(ctx, selection.filter)) {
    yield ids.filter((id) => !except.has(id))
  }
}

/** The members of a selection that are there, one after another. Who may be changed is asked with each. */
export async function* selectedMembers(
  ctx: Ctx,
  selection: Selection,
): AsyncGenerator<{ id: number; uid: string }> {
  for await (const ids of chunksOf(ctx, selection)) {
    yield* await ctx.db.member.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, uid: true },
      orderBy: { id: 'asc' },
    })
  }
}

/** Starts doing one thing with all members of a selection. @throws AppError JOB_RUNNING */
export const startBatch = (ctx: Ctx, input: BatchMembersInput): Promise<{ id: string }> =>
  startJob(ctx, 'members.batch', input)
