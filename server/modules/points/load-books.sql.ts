import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { instantColumn, queryRows, runStatement, Sql, sql } from '../../db/sql.ts'
import { groupBy } from '../../kernel/group-by.ts'
import { Books, HOLD_KINDS, HOLD_STATUSES, type Hold, type Lot } from './books.rules.ts'

const accountRow = z.object({
  memberId: z.int(),
  available: z.int(),
  held: z.int(),
  frozen: z.int(),
  pending: z.int(),
  debt: z.int(),
  entries: z.int(),
})
const lotRow = z.object({
  id: z.string(),
  memberId: z.int(),
  entryId: z.string(),
  points: z.int(),
  free: z.int(),
  held: z.int(),
  frozen: z.int(),
  status: z.enum(['pending', 'open']),
  earnedAt: instantColumn,
  expiresOn: z.string().nullable(),
})
const partRow = z.object({
  id: z.string(),
  memberId: z.int(),
  kind: z.enum(HOLD_KINDS),
  status: z.enum(HOLD_STATUSES),
  points: z.int(),
  expiresAt: instantColumn.nullable(),
  lotId: z.string(),
  part: z.int(),
})
const allocationRow = z.object({
  entryId: z.string(),
  lotId: z.string(),
  points: z.int(),
  debt: z.int(),
})
/** An entry that is to be taken back, and what was taken back of it before. */
const reversedRow = z.object({
  id: z.string(),
  memberId: z.int(),
  kind: z.string(),
  points: z.int(),
  pending: z.int(),
  forgone: z.int(),
  reverses: z.string().nullable(),
  lotId: z.string().nullable(),
})
export type ReversedEntry = z.infer<typeof reversedRow>

/** What commands of these members need to know. */
export interface Loaded {
  readonly books: ReadonlyMap<number, Books>
  readonly entries: readonly ReversedEntry[]
}

interface Wanted {
  readonly memberIds: readonly number[]
  /** Those whose lots and holds matter as well: to put something in, the account is enough. */
  readonly stockOf: readonly number[]
  /** Entries to be taken back. */
  readonly entryIds: readonly string[]
  /** Lots and holds that are named, whatever they still have. */
  readonly lotIds: readonly string[]
  readonly holdIds: readonly string[]
}

const ids = (ctx: Ctx, values: readonly string[]): Sql =>
  rowSet(
    ctx,
    { id: 'text' },
    values.map((id) => ({ id })),
  )

/** Locks the members' accounts, in one order so that two who lock several do not wait for each other. */
export async function lockAccounts(ctx: Ctx<Tx>, memberIds: readonly number[]) {
  const wanted = rowSet(
    ctx,
    { id: 'integer' },
    memberIds.map((id) => ({ id })),
  )
  return queryRows(
    ctx,
    sql`SELECT a."id" AS "memberId", a."available", a."held", a."frozen", a."pending", a."debt", a."entries"
      FROM "PointAccount" a WHERE a."id" IN (SELECT r."id" FROM ${wanted} AS r)
      ORDER BY a."id" ${new Sql([ctx.dialect.lockRows], [])}`,
    accountRow,
  )
}

const LOT = sql`l."id", l."memberId", l."entryId", l."points", l."free", l."held", l."frozen", l."status",
  l."earnedAt", l."expiresOn"`

/** Opens the accounts of members who have none: the first command about somebody does. */
async function openAccounts(ctx: Ctx<Tx>, memberIds: readonly number[]): Promise<void> {
  const rows = memberIds.map((id) => ({ id, updatedAt: ctx.clock.now() }))
  await runStatement(
    ctx,
    sql`INSERT INTO "PointAccount"
      ("id", "available", "held", "frozen", "pending", "debt", "entries", "updatedAt")
      SELECT m."id", 0, 0, 0, 0, 0, 0, r."updatedAt"
      FROM ${rowSet(ctx, { id: 'integer', updatedAt: 'instant' }, rows)} AS r
      JOIN "Member" m ON m."id" = r."id" WHERE true ON CONFLICT DO NOTHING`,
  )
}

/** The accounts of members, locked; those that are missing are opened. */
async function lockOrOpenAccounts(ctx: Ctx<Tx>, memberIds: readonly number[]) {
  const accounts = await lockAccounts(ctx, memberIds)
  if (accounts.length === memberIds.length) return accounts
  await openAccounts(ctx, memberIds)
  return lockAccounts(ctx, memberIds)
}

/** Lots that still have something, and those that are named: of members, of entries, of themselves. */
async function readLots(
  ctx: Ctx<Tx>,
  { stockOf, entryIds, lotIds }: Wanted,
): Promise<z.infer<typeof lotRow>[]> {
  if (stockOf.length === 0) return []
  const members = rowSet(
    ctx,
    { id: 'integer' },
    stockOf.map((id) => ({ id })),
  )
  const live = await queryRows(
    ctx,
    sql`SELECT ${LOT} FROM ${members} AS r JOIN "PointLot" l ON l."memberId" = r."id"
      WHERE l."free" + l."held" + l."frozen" > 0`,
    lotRow,
  )
  if (entryIds.length === 0 && lotIds.length === 0) return live
  const named = await queryRows(
    ctx,
    // Joined and not asked for by OR: Postgres would read all lots.
    sql`SELECT ${LOT} FROM (SELECT r."id" FROM ${ids(ctx, [...lotIds, ...entryIds])} AS r
        UNION SELECT a."lotId" FROM ${ids(ctx, entryIds)} AS t
        JOIN "PointAllocation" a ON a."entryId" = t."id") AS w
      JOIN "PointLot" l ON l."id" = w."id"`,
    lotRow,
  )
  return [...new Map([...live, ...named].map((lot) => [lot.id, lot])).values()]
}

/** Open holds of members, with what they have of which lot. */
async function readHolds(ctx: Ctx<Tx>, { stockOf, holdIds }: Wanted) {
  if (stockOf.length === 0) return []
  const members = rowSet(
    ctx,
    { id: 'integer' },
    stockOf.map((id) => ({ id })),
  )
  const columns = sql`h."id", h."memberId", h."kind", h."status", h."points", h."expiresAt", p."lotId",
    p."points" AS "part", p."position"`
  return queryRows(
    ctx,
    sql`SELECT * FROM (SELECT ${columns} FROM ${members} AS r
      JOIN "PointHold" h ON h."memberId" = r."id" AND h."status" = 'open'
      JOIN "PointHoldPart" p ON p."holdId" = h."id"
      UNION ALL
      SELECT ${columns} FROM ${ids(ctx, holdIds)} AS r
      JOIN "PointHold" h ON h."id" = r."id" AND h."status" <> 'open'
      JOIN "PointHoldPart" p ON p."holdId" = h."id") AS parts
      ORDER BY "id", "position"`,
    partRow,
  )
}

/** Entries that are to be taken back, each with those that have done so in part. */
async function readReversed(ctx: Ctx<Tx>, { entryIds }: Wanted) {
  if (entryIds.length === 0) return { entries: [], allocations: [] }
  const entries = await queryRows(
    ctx,
    sql`SELECT e."id", e."memberId", e."kind", e."points", e."pending", e."forgone", e."reverses",
      o."id" AS "lotId" FROM (SELECT r."id" FROM ${ids(ctx, entryIds)} AS r
        UNION SELECT b."id" FROM ${ids(ctx, entryIds)} AS t
        JOIN "PointEntry" b ON b."reverses" = t."id") AS w
      JOIN "PointEntry" e ON e."id" = w."id" LEFT JOIN "PointLot" o ON o."id" = e."id"
      ORDER BY e."id"`,
    reversedRow,
  )
  const allocations = await queryRows(
    ctx,
    sql`SELECT a."entryId", a."lotId", a."points", a."debt" FROM ${ids(
      ctx,
      entries.map(({ id }) => id),
    )} AS r JOIN "PointAllocation" a ON a."entryId" = r."id" ORDER BY a."entryId", a."position"`,
    allocationRow,
  )
  return { entries, allocations }
}

const toLot = ({ status, earnedAt, memberId: _, ...lot }: z.infer<typeof lotRow>): Lot => ({
  ...lot,
  isPending: status === 'pending',
  earnedAtMs: earnedAt.getTime(),
})

/** Rows of parts, in the order in which they were taken, as the holds they belong to. */
function toHolds(rows: readonly z.infer<typeof partRow>[]): Hold[] {
  const holds = new Map<string, Hold>()
  for (const { id, kind, status, points, expiresAt, lotId, part } of rows) {
    const hold = holds.get(id) ?? {
      ...{ id, kind, status, points, expiresAtMs: expiresAt?.getTime() ?? null },
      parts: new Map<string, number>(),
    }
    hold.parts.set(lotId, part)
    holds.set(id, hold)
  }
  return [...holds.values()]
}

/**
 * Locks the members' accounts and reads what commands about them need to know. Who is no member is left out.
 */
export async function loadBooks(ctx: Ctx<Tx>, wanted: Wanted): Promise<Loaded> {
  const accounts = await lockOrOpenAccounts(ctx, wanted.memberIds)
  const reversed = await readReversed(ctx, wanted)
  const lots = await readLots(ctx, wanted)
  const parts = await readHolds(ctx, wanted)
  const lotsOf = groupBy(lots, ({ memberId }) => memberId)
  const partsOf = groupBy(parts, ({ memberId }) => memberId)
  const books = accounts.map((account): [number, Books] => {
    const own = (lotsOf.get(account.memberId) ?? []).map(toLot)
    const holds = toHolds(partsOf.get(account.memberId) ?? [])
    return [account.memberId, new Books(account, own, holds, reversed.allocations)]
  })
  return { books: new Map(books), entries: reversed.entries }
}
