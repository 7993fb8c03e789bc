import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, insertRows, rowSet, type Columns, type RowOf } from '../../db/row-set.ts'
import { runTogether } from '../../db/run-together.ts'
import { runStatement, sql, type Sql } from '../../db/sql.ts'
import { invariant } from '../../kernel/invariant.ts'
import type { Books } from './books.rules.ts'

export const ACCOUNT_COLUMNS = {
  id: 'integer',
  available: 'integer',
  held: 'integer',
  frozen: 'integer',
  pending: 'integer',
  debt: 'integer',
  entries: 'integer',
  updatedAt: 'instant',
} as const
const LOT_COLUMNS = {
  id: 'text',
  memberId: 'integer',
  entryId: 'text',
  points: 'integer',
  free: 'integer',
  held: 'integer',
  frozen: 'integer',
  status: 'text',
  earnedAt: 'instant',
  expiresOn: 'text',
} as const
const ALLOCATION_COLUMNS = {
  entryId: 'text',
  lotId: 'text',
  position: 'integer',
  points: 'integer',
  debt: 'integer',
} as const
export const ENTRY_COLUMNS = {
  id: 'text',
  memberId: 'integer',
  seq: 'integer',
  kind: 'text',
  points: 'integer',
  pending: 'integer',
  balanceAfter: 'integer',
  pendingAfter: 'integer',
  forgone: 'integer',
  business: 'text',
  businessId: 'text',
  reverses: 'text',
  batchId: 'text',
  storeId: 'integer',
  actorKind: 'text',
  actorId: 'integer',
  actorName: 'text',
  reason: 'text',
  occurredAt: 'instant',
  bookedAt: 'instant',
  businessDate: 'text',
  explanation: 'text',
} as const
export const HOLD_COLUMNS = {
  id: 'text',
  memberId: 'integer',
  kind: 'text',
  status: 'text',
  points: 'integer',
  business: 'text',
  businessId: 'text',
  reason: 'text',
  actorKind: 'text',
  actorId: 'integer',
  actorName: 'text',
  storeId: 'integer',
  createdAt: 'instant',
  expiresAt: 'instant',
  endedAt: 'instant',
} as const
const PART_COLUMNS = {
  holdId: 'text',
  position: 'integer',
  lotId: 'text',
  points: 'integer',
} as const
export const COMMAND_COLUMNS = {
  caller: 'text',
  key: 'text',
  body: 'text',
  answer: 'text',
  createdAt: 'instant',
} as const

/** What is written besides what the books themselves say. */
export interface Written {
  readonly entries: readonly RowOf<typeof ENTRY_COLUMNS>[]
  readonly newHolds: readonly RowOf<typeof HOLD_COLUMNS>[]
  readonly commands: readonly RowOf<typeof COMMAND_COLUMNS>[]
}

function changeAccounts(ctx: Ctx<Tx>, books: readonly Books[]): Sql {
  const updatedAt = ctx.clock.now()
  const rows = books.map(({ account: { memberId, ...figures } }) => ({
    ...{ id: memberId, ...figures, updatedAt },
  }))
  return sql`UPDATE "PointAccount" AS a SET "available" = r."available", "held" = r."held",
      "frozen" = r."frozen", "pending" = r."pending", "debt" = r."debt", "entries" = r."entries",
      "updatedAt" = r."updatedAt"
      FROM ${rowSet(ctx, ACCOUNT_COLUMNS, rows)} AS r WHERE a."id" = r."id"`
}

function putLots(ctx: Ctx<Tx>, books: readonly Books[]): Sql[] {
  const rows = books.flatMap(({ account, changedLots }) =>
    [...changedLots].map(({ isPending, earnedAtMs, ...lot }) => ({
      ...lot,
      memberId: account.memberId,
      status: isPending ? 'pending' : 'open',
      earnedAt: new Date(earnedAtMs),
    })),
  )
  if (rows.length === 0) return []
  return [
    sql`${insertFrom(ctx, { table: 'PointLot', columns: LOT_COLUMNS, rows })}
      ON CONFLICT ("id") DO UPDATE SET "free" = excluded."free", "held" = excluded."held",
      "frozen" = excluded."frozen", "status" = excluded."status", "expiresOn" = excluded."expiresOn"`,
  ]
}

function addAllocations(ctx: Ctx<Tx>, books: readonly Books[]): Sql[] {
  const places = new Map<string, number>()
  const rows = books
    .flatMap(({ newAllocations }) => newAllocations)
    .map((each) => {
      const position = (places.get(each.entryId) ?? 0) + 1
      places.set(each.entryId, position)
      return { ...each, position }
    })
  return insertAny(ctx, { table: 'PointAllocation', columns: ALLOCATION_COLUMNS, rows })
}

const insertAny = <C extends Columns>(
  ctx: Ctx<Tx>,
  insert: { table: string; columns: C; rows: readonly RowOf<C>[] },
): Sql[] => (insert.rows.length > 0 ? [insertFrom(ctx, insert)] : [])

async function writeHolds(
  ctx: Ctx<Tx>,
  books: readonly Books[],
  { newHolds }: Written,
): Promise<void> {
  const holds = books.flatMap(({ changedHolds }) => [...changedHolds])
  if (holds.length === 0) return
  await insertRows(ctx, { table: 'PointHold', columns: HOLD_COLUMNS, rows: newHolds })
  const endedAt = ctx.clock.now()
  const ended = holds
    .filter(({ status }) => status !== 'open')
    .map(({ id, status }) => ({ id, status, endedAt }))
  const columns = { id: 'text', status: 'text', endedAt: 'instant' } as const
  if (ended.length > 0) {
    await runStatement(
      ctx,
      sql`UPDATE "PointHold" AS h SET "status" = r."status", "endedAt" = r."endedAt"
        FROM ${rowSet(ctx, columns, ended)} AS r WHERE h."id" = r."id"`,
    )
  }
  const parts = holds.flatMap(({ id, parts }) =>
    [...parts].map(([lotId, points], i) => ({ holdId: id, position: i + 1, lotId, points })),
  )
  await runStatement(
    ctx,
    sql`${insertFrom(ctx, { table: 'PointHoldPart', columns: PART_COLUMNS, rows: parts })}
      ON CONFLICT ("holdId", "position") DO UPDATE SET "points" = excluded."points"`,
  )
}

/** Writes what commands changed, in the caller's transaction. */
export async function writeBooks(
  ctx: Ctx<Tx>,
  books: readonly Books[],
  written: Written,
): Promise<void> {
  const { entries, commands } = written
  const [changed] = await runTogether(ctx, [
    changeAccounts(ctx, books),
    ...putLots(ctx, books),
    ...insertAny(ctx, { table: 'PointEntry', columns: ENTRY_COLUMNS, rows: entries }),
    ...addAllocations(ctx, books),
    ...insertAny(ctx, { table: 'PointCommand', columns: COMMAND_COLUMNS, rows: commands }),
  ])
  invariant(changed === books.length, 'every account that was loaded is there')
  // One that is opened and ended at once is inserted before it is changed.
  await writeHolds(ctx, books, written)
}
