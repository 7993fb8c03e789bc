import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { beginsWith } from '../../db/prefix.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7Floor } from '../../kernel/ids.ts'
import { invariant } from '../../kernel/invariant.ts'
import { auditRow, auditValues, historyRow } from './audit.contract.ts'
import type {
  AuditAction,
  AuditFilter,
  AuditPage,
  AuditRow,
  AuditState,
  AuditTarget,
  AuditValues,
  HistoryPage,
  ListAuditInput,
} from './audit.contract.ts'

const HEAD_ID = 1
const EXPORT_BATCH = 1000

function whereKeyword(keyword: string): Prisma.AuditEntryWhereInput {
  if (keyword === '') return {}
  return {
    OR: [
      { targetName: beginsWith(keyword) },
      { actorName: beginsWith(keyword) },
      { targetId: keyword },
      { requestId: keyword },
    ],
  }
}

/** What the filter asks for, within the stores that the actor sees. */
function whereOf(ctx: Ctx, filter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { keyword, action, targetType, targetId, actorId, from, to } = filter
  const { scope } = ctx.actor
  return {
    ...whereKeyword(keyword),
    ...(action ? { action } : {}),
    ...(targetType ? { targetType } : {}),
    ...(targetId ? { targetId } : {}),
    ...(actorId ? { actorId } : {}),
    // Ids are in the order of time, so one index serves both.
    id: {
      ...(from === undefined ? {} : { gte: uuidv7Floor(from) }),
      ...(to === undefined ? {} : { lt: uuidv7Floor(to) }),
    },
    ...(scope.kind === 'stores' ? { storeId: { in: [...scope.storeIds] } } : {}),
  }
}

type Stored = Awaited<ReturnType<Ctx['db']['auditEntry']['findMany']>>[number]

const valuesOf = (text: string | null): AuditValues | null =>
  text === null ? null : auditValues.parse(JSON.parse(text))

/** Rows as the page shows them, with their places in the chain. */
async function toRows(ctx: Ctx, rows: readonly Stored[]): Promise<AuditRow[]> {
  const entryId = { in: rows.map(({ id }) => id) }
  const seals = await ctx.db.auditSeal.findMany({ where: { entryId } })
  const places = new Map(seals.map((seal) => [seal.entryId, seal]))
  return rows.map(({ before, after, at, ...row }) =>
    auditRow.parse({
      ...row,
      at: at.getTime(),
      before: valuesOf(before),
      after: valuesOf(after),
      seq: places.get(row.id)?.seq ?? null,
      hash: places.get(row.id)?.hash ?? null,
    }),
  )
}

/** One page of the log by time, the newest first unless asked otherwise. */
export async function listAudit(ctx: Ctx, input: ListAuditInput): Promise<AuditPage> {
  const { pageNo, pageSize, order } = input
  const where = whereOf(ctx, input)
  const [total, rows] = await Promise.all([
    ctx.db.auditEntry.count({ where }),
    ctx.db.auditEntry.findMany({
      where,
      orderBy: { id: order },
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { total, list: await toRows(ctx, rows) }
}

/** One entry. @throws AppError NOT_FOUND, also outside the actor's stores */
export async function getAuditEntry(ctx: Ctx, id: string): Promise<AuditRow> {
  const row = await ctx.db.auditEntry.findFirst({
    where: { AND: [{ id }, whereOf(ctx, { keyword: '' })] },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const [entry] = await toRows(ctx, [row])
  invariant(entry, 'a row makes a row')
  return entry
}

/** Everything that the filter asks for, oldest first, in batches. */
export async function* readAudit(ctx: Ctx, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  const where = whereOf(ctx, filter)
  let cursor: string | undefined
  for (;;) {
    const rows = await ctx.db.auditEntry.findMany({
      where,
      orderBy: { id: 'asc' },
      take: EXPORT_BATCH,
      ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
    })
    if (rows.length > 0) yield await toRows(ctx, rows)
    cursor = rows.at(-1)?.id
    if (rows.length < EXPORT_BATCH) return
  }
}

/** How many entries the filter asks for. */
export const countAudit = (ctx: Ctx, filter: AuditFilter): Promise<number> =>
  ctx.db.auditEntry.count({ where: whereOf(ctx, filter) })

const checkValues = z.object({ entries: z.int(), faults: z.int() })

/** How far the chain is sealed, and what the last check of the whole log found. */
export async function getAuditState(ctx: Ctx): Promise<AuditState> {
  const [head, check] = await Promise.all([
    ctx.db.auditHead.findUnique({ where: { id: HEAD_ID } }),
    ctx.db.auditEntry.findFirst({ where: { action: 'audit.verify' }, orderBy: { id: 'desc' } }),
  ])
  const found = check && checkValues.parse(valuesOf(check.after))
  return {
    sealedTo: head?.seq ?? 0,
    sealedAt: head?.sealedAt.getTime() ?? null,
    lastCheck: check && found && { at: check.at.getTime(), jobId: check.targetId, ...found },
  }
}

interface HistoryOf {
  readonly of: readonly { readonly type: AuditTarget; readonly id: string }[]
  readonly actions: readonly AuditAction[]
  readonly pageNo: number
  readonly pageSize: number
}

/** One page of what was done to one record, the newest first. That the actor may see it is checked before. */
export async function readHistory(
  ctx: Ctx,
  { of, actions, pageNo, pageSize }: HistoryOf,
): Promise<HistoryPage> {
  const where = {
    action: { in: [...actions] },
    OR: of.map(({ type, id }) => ({ targetType: type, targetId: id })),
  }
  const [total, rows] = await Promise.all([
    ctx.db.auditEntry.count({ where }),
    ctx.db.auditEntry.findMany({
      where,
      orderBy: { id: 'desc' },
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  const list = await toRows(ctx, rows)
  return { total, list: list.map((row) => historyRow.parse(row)) }
}

interface LastChanges {
  readonly target: { readonly type: AuditTarget; readonly id: string }
  readonly actions: readonly AuditAction[]
  readonly count: number
}

/** The last changes of one record, the newest first, for whoever edits it: who changed what. */
export async function lastChanges(ctx: Ctx, { target, actions, count }: LastChanges) {
  const rows = await ctx.db.auditEntry.findMany({
    where: { targetType: target.type, targetId: target.id, action: { in: [...actions] } },
    orderBy: { id: 'desc' },
    take: count,
  })
  return rows.map(({ at, actorName, before, after }) => ({
    at: at.getTime(),
    actorName,
    before: valuesOf(before) ?? {},
    after: valuesOf(after) ?? {},
  }))
}
