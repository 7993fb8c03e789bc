import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { invariant } from '../../kernel/invariant.ts'
import {
  postCommands,
  type About,
  type LedgerCommand,
  type Outcome,
} from '../points/points.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import {
  findBatch,
  noteOutcomes,
  reversibleAmong,
  waitingMembers,
  type MemberOutcome,
  type StoredBatch,
} from './batch.sql.ts'
import { doItems, type Step } from './run-items.ts'

/** Members, or items, of one transaction: a step that is killed is done again, and none of it twice. */
const STEP = 500

const jobInput = z.object({ batchId: z.uuid() })

interface Work {
  readonly signal: AbortSignal
  readonly report: (done: number, total?: number) => void
  /** How many a transaction takes. */
  readonly step?: number
}

interface Waiting {
  readonly memberId: number
  readonly uid: string
}

const keyFor = ({ id }: StoredBatch, { uid }: Waiting) => ({
  ...{ caller: 'batch', key: `batch:${id}:${uid}`, body: '' },
})

const aboutOf = (ctx: Ctx, batch: StoredBatch): About => ({
  ...{ business: 'batch', businessId: batch.id, batchId: batch.id, reason: batch.reason },
  by: { kind: 'staff', id: batch.createdById, name: batch.createdBy },
  occurredAt: ctx.clock.now(),
  explanation:
    batch.undoes === null
      ? { kind: 'batch', batchId: batch.id }
      : { kind: 'undone', batchId: batch.undoes },
})

/** What the batch does with each of some members. */
async function commandsOf(
  ctx: Ctx<Tx>,
  batch: StoredBatch,
  members: readonly Waiting[],
): Promise<LedgerCommand[]> {
  const about = aboutOf(ctx, batch)
  const { points, expiresOn, undoes } = batch
  const base = (member: Waiting) => ({
    ...{ memberId: member.memberId, about, key: keyFor(batch, member) },
  })
  if (undoes === null) {
    return members.map((member) =>
      points > 0
        ? { ...base(member), do: 'earn', points, isPending: false, expiresOn }
        : { ...base(member), do: 'spend', points: -points },
    )
  }
  const ids = members.map(({ memberId }) => memberId)
  const entries = new Map(
    (await reversibleAmong(ctx, undoes, ids)).map((row) => [row.memberId, row]),
  )
  const { shortfall } = await getPointSettings(ctx)
  return members.map((member) => {
    const entry = entries.get(member.memberId)
    invariant(entry, 'whoever is taken back from has an entry')
    // Where nothing is left to take back the ledger says so.
    const left = Math.max(1, entry.left)
    return { ...base(member), do: 'reverse', entryId: entry.entryId, points: left, shortfall }
  })
}

function outcomeOf({ memberId }: Waiting, outcome: Outcome | undefined): MemberOutcome {
  invariant(outcome, 'a command has an outcome')
  if ('refusal' in outcome) {
    const { code, params } = outcome.refusal
    const refused = { status: 'refused', code, params: JSON.stringify(params) } as const
    return { memberId, ...refused, entryId: null, forgone: 0 }
  }
  const { entryId, forgone } = outcome.answer
  return { memberId, status: 'done', code: null, params: null, entryId, forgone }
}

/** Does the next members of a batch in which each gets the same, or has one entry taken back. */
async function doMembers(ctx: Ctx<Tx>, batch: StoredBatch, most: number): Promise<Step> {
  const members = await waitingMembers(ctx, batch.id, most)
  const outcomes = await postCommands(ctx, await commandsOf(ctx, batch, members))
  const noted = members.map((member, i) => outcomeOf(member, outcomes[i]))
  if (noted.length > 0) await noteOutcomes(ctx, batch.id, noted)
  const done = noted.filter(({ status }) => status === 'done').length
  const changed = outcomes.reduce(
    (sum, outcome) => sum + ('answer' in outcome ? outcome.answer.points : 0),
    0,
  )
  return { taken: members.length, done, refused: noted.length - done, changed }
}

/** Does the next part of a batch. @returns how many there were; none when it was stopped or is done */
async function takeStep(ctx: Ctx<Tx>, id: string, most: number): Promise<number> {
  // Locks the batch, so that two servers do not do the same step, and notices that it was stopped.
  const { count } = await ctx.db.pointBatch.updateMany({
    where: { id, status: { in: ['approved', 'running'] } },
    data: { status: 'running' },
  })
  const batch = count === 1 ? await findBatch(ctx, id) : undefined
  if (!batch) return 0
  const { taken, done, refused, doneItems, changed } =
    batch.itemCount === null
      ? await doMembers(ctx, batch, most)
      : await doItems(ctx, batch, { about: aboutOf(ctx, batch), most })
  const isOver = taken < most
  await ctx.db.pointBatch.update({
    where: { id },
    data: {
      doneCount: { increment: done },
      refusedCount: { increment: refused },
      ...(doneItems === undefined ? {} : { doneItems: { increment: doneItems } }),
      doneTotal: { increment: BigInt(changed) },
      ...(isOver ? { status: 'done', finishedAt: ctx.clock.now() } : {}),
    },
  })
  if (isOver && batch.undoes !== null) {
    await ctx.db.pointBatch.update({ where: { id: batch.undoes }, data: { status: 'undone' } })
  }
  return isOver ? 0 : taken
}

/**
 * Does a batch that may run, some hundred members a transaction. Run again after a crash it goes on with those
 * who wait, and each command has a key: nobody gets anything twice.
 */
export async function runPointBatch(
  ctx: Ctx,
  input: unknown,
  { signal, report, step = STEP }: Work,
) {
  const { batchId } = jobInput.parse(input)
  for (;;) {
    signal.throwIfAborted()
    const taken = await inTransaction(ctx, (ctx) => takeStep(ctx, batchId, step))
    const batch = await findBatch(ctx, batchId)
    invariant(batch, 'a batch that is done is there')
    const { doneCount: changed, refusedCount } = batch
    report(changed + refusedCount, batch.memberCount)
    if (taken === 0) return { result: { changed, unchanged: 0, refusedCount, refused: [] } }
  }
}
