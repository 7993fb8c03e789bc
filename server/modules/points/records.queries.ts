import { z } from 'zod'
import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { all, countAll, readLongList } from '../../db/long-list.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'
import { groupBy } from '../../kernel/group-by.ts'
import { visibleMembers } from '../members/members.service.ts'
import { entryConditions, matchingEntries } from './entry-search.sql.ts'
import { readLots } from './point-lots.ts'
import { briefSelect, toBrief } from './entry-brief.ts'
import { explanation } from './points.contract.ts'
import type {
  EntryDetail,
  EntryFilter,
  EntryPage,
  EntryRow,
  EntryTotals,
  ListEntriesInput,
} from './records.contract.ts'

const rowSelect = {
  ...briefSelect,
  memberId: true,
  member: { select: { uid: true, memberNo: true, nickname: true } },
  balanceAfter: true,
  pendingAfter: true,
  store: { select: { name: true } },
  actorKind: true,
  actorName: true,
  reason: true,
  batchId: true,
  reverses: true,
  occurredAt: true,
  explanation: true,
} satisfies Prisma.PointEntrySelect
type StoredEntry = Prisma.PointEntryGetPayload<{ select: typeof rowSelect }>
type Figures = Pick<StoredEntry, 'points' | 'pending' | 'forgone'>

const amountOf = ({ points, pending }: Figures): number => points || pending

/** Whether what an entry did still stands, by those that took it back and the lot that it made. */
function stateOf(
  entry: StoredEntry,
  back: readonly Figures[],
  isPending: boolean,
): EntryRow['state'] {
  const sign = amountOf(entry) < 0 ? 1 : -1
  const taken = back.reduce((sum, each) => sum + sign * amountOf(each) + each.forgone, 0)
  if (back.length > 0) return taken >= Math.abs(amountOf(entry)) ? 'back' : 'partlyBack'
  return isPending ? 'pending' : 'stands'
}

function toRow(entry: StoredEntry, state: EntryRow['state']): EntryRow {
  const { memberId: _, reverses: __, store, actorKind, actorName, ...rest } = entry
  return {
    ...rest,
    ...toBrief(entry),
    store: store?.name ?? null,
    actor: { kind: actorKind, name: actorName },
    occurredAt: entry.occurredAt.getTime(),
    state,
    explanation: explanation.parse(JSON.parse(entry.explanation)),
  }
}

/** Entries as lists show them, in the order of the ids. */
export async function readEntries(ctx: Ctx, ids: readonly string[]): Promise<EntryRow[]> {
  const stored = await ctx.db.pointEntry.findMany({
    where: { id: { in: [...ids] } },
    select: rowSelect,
  })
  const credits = stored.filter(({ pending }) => pending > 0)
  const back = await ctx.db.pointEntry.findMany({
    where: { reverses: { in: [...ids] } },
    select: { reverses: true, points: true, pending: true, forgone: true },
  })
  const waiting = await ctx.db.pointLot.findMany({
    where: {
      memberId: { in: credits.map(({ memberId }) => memberId) },
      entryId: { in: credits.map(({ id }) => id) },
      status: 'pending',
    },
    select: { entryId: true },
  })
  const backOf = groupBy(back, ({ reverses }) => reverses)
  const isWaiting = new Set(waiting.map(({ entryId }) => entryId))
  const byId = new Map(stored.map((entry) => [entry.id, entry]))
  return ids.flatMap((id) => {
    const entry = byId.get(id)
    return entry ? toRow(entry, stateOf(entry, backOf.get(id) ?? [], isWaiting.has(id))) : []
  })
}

function knownOf(list: readonly EntryRow[], { pageNo }: ListEntriesInput): KnownPage | null {
  const [first, last] = [list[0], list.at(-1)]
  const place = ({ bookedAt, id }: EntryRow) => ({ value: bookedAt, id })
  return first && last ? { pageNo, first: place(first), last: place(last) } : null
}

/** One page of entries that match and whose members the actor sees. */
export async function listEntries(ctx: Ctx, input: ListEntriesInput): Promise<EntryPage> {
  const { pageNo, pageSize, known } = input
  const matching = await matchingEntries(ctx, input, input)
  const page = { ...matching, pageNo, pageSize, known }
  const { ids, total, isTotalExact } = await readLongList(ctx, page)
  const list = await readEntries(ctx, ids)
  return { list, total, isTotalExact, known: knownOf(list, input) }
}

/** The exact number of entries that match. */
export const countMatchingEntries = async (ctx: Ctx, filter: EntryFilter): Promise<number> =>
  countAll(ctx, { table: 'PointEntry', conditions: await entryConditions(ctx, filter) })

const sum = z.coerce.number()
const sums = z.object({ entries: sum, added: sum, taken: sum, net: sum, pending: sum })

/** What all entries that match come to. */
export async function sumEntries(ctx: Ctx, filter: EntryFilter): Promise<EntryTotals> {
  const conditions = await entryConditions(ctx, filter)
  const [row] = await queryRows(
    ctx,
    sql`SELECT count(*) AS "entries", coalesce(sum("points"), 0) AS "net",
      coalesce(sum(CASE WHEN "points" > 0 THEN "points" ELSE 0 END), 0) AS "added",
      coalesce(sum(CASE WHEN "points" < 0 THEN -"points" ELSE 0 END), 0) AS "taken",
      coalesce(sum("pending"), 0) AS "pending"
      FROM "PointEntry" WHERE ${all(conditions.map(({ find }) => find))}`,
    sums,
  )
  return row ?? { entries: 0, added: 0, taken: 0, net: 0, pending: 0 }
}

/** One entry with all that "Why?" tells of it. @throws AppError NOT_FOUND, also of a member out of sight */
export async function getEntry(ctx: Ctx, { id }: { id: string }): Promise<EntryDetail> {
  const seen = await ctx.db.pointEntry.findFirst({
    where: { id, member: visibleMembers(ctx) },
    select: { memberId: true, reverses: true },
  })
  const [row] = seen ? await readEntries(ctx, [id]) : []
  if (!seen || !row) throw new AppError('NOT_FOUND')
  const { memberId, reverses } = seen
  const shares = await ctx.db.pointAllocation.findMany({
    where: { entryId: id },
    orderBy: { position: 'asc' },
  })
  const lotIds = shares.map(({ lotId }) => lotId)
  const lots = await readLots(ctx, {
    memberId,
    OR: [{ id: { in: lotIds } }, { entryId: id }],
  })
  const lotOf = new Map(lots.map((lot) => [lot.id, lot]))
  const related = await ctx.db.pointEntry.findMany({
    where: { OR: [{ reverses: id }, ...(reverses === null ? [] : [{ id: reverses }])] },
    orderBy: { seq: 'asc' },
    select: briefSelect,
  })
  return {
    ...row,
    made: lots.find(({ entry }) => entry.id === id) ?? null,
    shares: shares.flatMap(({ lotId, points, debt }) => {
      const lot = lotOf.get(lotId)
      return lot ? [{ lot, points, debt }] : []
    }),
    reverses: related.filter((one) => one.id === reverses).map(toBrief)[0] ?? null,
    reversedBy: related.filter((one) => one.id !== reverses).map(toBrief),
  }
}
