import { addDays } from '../../contract/dates.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import {
  lockAccounts,
  postCommands,
  type About,
  type LedgerCommand,
  type Outcome,
} from '../points/points.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { noteOutcomes, type StoredBatch } from './batch.sql.ts'
import { todayOf } from './change-terms.ts'
import {
  expiriesNow,
  finishedMembers,
  firstRefusals,
  leftOf,
  lotsNow,
  noteItemOutcomes,
  waitingItems,
} from './item.sql.ts'

/** What was done with some of a batch. */
export interface Step {
  readonly taken: number
  /** Members with whom all is done: something came of it, or nothing. */
  readonly done: number
  readonly refused: number
  readonly doneItems?: number
  /** Points that changed, or whose last day did. */
  readonly changed: number
}

interface Item {
  readonly memberId: number
  readonly recordId: string
}
/** What is to be done with an item, and what it counts for unless the ledger says; or why nothing. */
type Plan = { readonly command: LedgerCommand; readonly counts?: number } | { refusal: AppError }
type Planner = (item: Item) => Plan

const refuse = (...given: ConstructorParameters<typeof AppError>): Plan => ({
  refusal: new AppError(...given),
})
const byRecord = <T extends { readonly recordId: string }>(rows: readonly T[]) => {
  const map = new Map(rows.map((row) => [row.recordId, row]))
  return (recordId: string): T => {
    const row = map.get(recordId)
    invariant(row, 'what a batch is about is there')
    return row
  }
}
const keyFor = ({ id }: StoredBatch, recordId: string) => ({
  ...{ caller: 'batch', key: `batch:${id}:${recordId}`, body: '' },
})

/** Lots that still have something and end neither before today nor as late already get the new last day. */
async function extending(
  ctx: Ctx<Tx>,
  batch: StoredBatch,
  about: About,
  ids: readonly string[],
): Promise<Planner> {
  const lotOf = byRecord(await lotsNow(ctx, ids))
  const until = batch.expiresOn
  invariant(until !== null, 'who extends says until when')
  return ({ memberId, recordId }) => {
    const { points, expiresOn } = lotOf(recordId)
    if (points === 0) return refuse('LOT_EMPTY')
    if (expiresOn === null || expiresOn >= until) return refuse('LOT_EXTENDED')
    if (expiresOn < todayOf(ctx)) return refuse('DATE_PAST')
    const key = keyFor(batch, recordId)
    const own: About = {
      ...{ ...about, business: 'extension' },
      explanation: { kind: 'extended', batchId: batch.id, until },
    }
    const command = { do: 'extend', memberId, lotId: recordId, expiresOn: until, key } as const
    return { command: { ...command, about: own }, counts: points }
  }
}

/** What expired and was not given back is given again, as a lot of its own that names the expiry. */
async function reinstating(
  ctx: Ctx<Tx>,
  batch: StoredBatch,
  about: About,
  ids: readonly string[],
): Promise<Planner> {
  const expiryOf = byRecord(await expiriesNow(ctx, batch.id, ids))
  const { expiresOn } = batch
  return ({ memberId, recordId }) => {
    const { asOf, points, before, isGivenBack } = expiryOf(recordId)
    if (isGivenBack) return refuse('POINTS_REINSTATED')
    // One key for all batches: of one expiry the ledger gives back once, again only what was taken back whole.
    const key = { caller: 'reinstate', key: `${recordId}:${before}`, body: batch.id }
    const own: About = {
      ...{ ...about, business: 'reinstatement', businessId: recordId },
      explanation: { kind: 'reinstated', expiredOn: addDays(asOf, -1) },
    }
    const command = { do: 'earn', memberId, points, isPending: false, expiresOn, key } as const
    return { command: { ...command, about: own } }
  }
}

/** What a batch gave is taken back, entry by entry. */
async function undoing(
  ctx: Ctx<Tx>,
  batch: StoredBatch,
  about: About,
  ids: readonly string[],
): Promise<Planner> {
  const entryOf = byRecord(await leftOf(ctx, ids))
  const { shortfall } = await getPointSettings(ctx)
  return ({ memberId, recordId }) => {
    // Where nothing is left to take back the ledger says so.
    const points = Math.max(1, entryOf(recordId).left)
    const key = keyFor(batch, recordId)
    const command = { do: 'reverse', memberId, entryId: recordId, points, shortfall, key } as const
    return { command: { ...command, about } }
  }
}

const PLANNERS = { extend: extending, reinstate: reinstating, undo: undoing } as const

/** Decides on items as they are now, and does it in one go. */
async function decide(ctx: Ctx<Tx>, plans: readonly Plan[]) {
  const commands = plans.flatMap((plan) => ('command' in plan ? [plan.command] : []))
  const answers = (await postCommands(ctx, commands)).values()
  return plans.map((plan): { outcome: Outcome; counts: number } => {
    if ('refusal' in plan) return { outcome: plan, counts: 0 }
    const outcome = answers.next().value
    invariant(outcome, 'a command has an outcome')
    return { outcome, counts: 'answer' in outcome ? (plan.counts ?? outcome.answer.points) : 0 }
  })
}

function noteOf({ recordId }: Item, outcome: Outcome) {
  if ('answer' in outcome) {
    const { entryId } = outcome.answer
    return { recordId, status: 'done', code: null, params: null, entryId } as const
  }
  // The key says that another batch was there first.
  const isTaken = outcome.refusal.code === 'KEY_REUSED'
  const { code, params } = isTaken ? new AppError('POINTS_REINSTATED') : outcome.refusal
  const why = { code, params: JSON.stringify(params) }
  return { recordId, status: 'refused', ...why, entryId: null } as const
}

/** Notes what became of the members with whose items all is done. */
async function noteMembers(ctx: Ctx<Tx>, batchId: string, items: readonly Item[]) {
  const span = { first: items[0]?.memberId ?? 0, last: items.at(-1)?.memberId ?? 0 }
  const finished = await finishedMembers(ctx, batchId, span)
  const why = await firstRefusals(ctx, batchId, span)
  const noted = finished.map(({ memberId, done, forgone }) => ({
    ...({ memberId, status: done > 0 ? 'done' : 'refused', entryId: null, forgone } as const),
    ...(why.get(memberId) ?? { code: null, params: null }),
  }))
  if (noted.length > 0) await noteOutcomes(ctx, batchId, noted)
  const done = noted.filter(({ status }) => status === 'done').length
  return { done, refused: noted.length - done }
}

/**
 * Does the next items of a batch. The accounts are locked before anything is looked at: what was spent, moved or
 * given back meanwhile changes only what is left of it, and is noted with the item.
 */
export async function doItems(
  ctx: Ctx<Tx>,
  batch: StoredBatch,
  { about, most }: { about: About; most: number },
): Promise<Step> {
  const items = await waitingItems(ctx, batch.id, most)
  if (items.length === 0) return { taken: 0, done: 0, refused: 0, doneItems: 0, changed: 0 }
  await lockAccounts(ctx, [...new Set(items.map(({ memberId }) => memberId))])
  invariant(batch.kind in PLANNERS, 'a batch of items is of a kind that has some')
  const planner = PLANNERS[batch.kind as keyof typeof PLANNERS]
  const isOver = batch.expiresOn !== null && batch.expiresOn < todayOf(ctx)
  const ids = items.map(({ recordId }) => recordId)
  const plan = isOver ? () => refuse('DATE_PAST') : await planner(ctx, batch, about, ids)
  const decided = await decide(ctx, items.map(plan))
  const notes = items.map((item, i) => {
    const outcome = decided[i]?.outcome
    invariant(outcome, 'an item has an outcome')
    return noteOf(item, outcome)
  })
  await noteItemOutcomes(ctx, batch.id, notes)
  const doneItems = notes.filter(({ status }) => status === 'done').length
  const changed = decided.reduce((sum, { counts }) => sum + counts, 0)
  return {
    ...{ taken: items.length, doneItems, changed },
    ...(await noteMembers(ctx, batch.id, items)),
  }
}
