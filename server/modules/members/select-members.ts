import type { Ctx } from '../../db/context.ts'
import { iterateIds, iterateInOrder } from '../../db/iterate-list.ts'
import { countAll, where, type ListCondition } from '../../db/long-list.ts'
import { joinSql, sql, type Sql } from '../../db/sql.ts'
import { startJob } from '../jobs/jobs.service.ts'
import { orderOf } from './list-members.ts'
import { MEMBER_TABLES, memberConditions } from './member-search.sql.ts'
import type { BatchMembersInput, ListMembersInput, MemberSelection } from './members.contract.ts'

const CHUNK = 1_000

const among = (ids: readonly number[]): Sql => joinSql(ids.map((id) => sql`${id}`))

/** What a member must fulfil to be one of a selection; the actor's data scope is part of it. */
async function conditionsOf(ctx: Ctx, selection: MemberSelection): Promise<ListCondition[]> {
  if (selection.kind === 'some') {
    const seen = await memberConditions(ctx, { keyword: '' })
    return [...seen, where(sql`"id" IN (${among(selection.ids)})`)]
  }
  const { filter, except } = selection
  const matching = await memberConditions(ctx, filter)
  return except.length === 0 ? matching : [...matching, where(sql`"id" NOT IN (${among(except)})`)]
}

/** How many members a selection has that the actor may see. */
export const countSelected = async (ctx: Ctx, selection: MemberSelection): Promise<number> =>
  countAll(ctx, { ...MEMBER_TABLES, conditions: await conditionsOf(ctx, selection) })

/** Ids of the members of a selection that the actor may see, a chunk at a time in the order of a list. */
export async function* iterateSelected(
  ctx: Ctx,
  selection: MemberSelection,
  list: Pick<ListMembersInput, 'sort' | 'order'>,
): AsyncGenerator<readonly number[]> {
  const conditions = await conditionsOf(ctx, selection)
  yield* iterateInOrder(ctx, { ...MEMBER_TABLES, conditions, order: orderOf(list) }, CHUNK)
}

async function* chunksOf(ctx: Ctx, selection: MemberSelection): AsyncGenerator<readonly number[]> {
  // Who was named and may not be seen is told so, one by one.
  if (selection.kind === 'some') yield selection.ids
  else {
    const conditions = await conditionsOf(ctx, selection)
    yield* iterateIds(ctx, { ...MEMBER_TABLES, conditions }, CHUNK)
  }
}

/** The members of a selection that are there, one after another. Who may be changed is asked with each. */
export async function* selectedMembers(
  ctx: Ctx,
  selection: MemberSelection,
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
