import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { joinSql, queryRows, runStatement, sql, type Sql } from '../../db/sql.ts'
import { inTransaction } from '../../db/transaction.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { consumerNames } from './consumer-names.ts'
import { memberSeen, membersOf, type EventMember } from './event-members.ts'
import {
  undeliveredRow,
  type DeliveryKey,
  type DiscardDeliveryInput,
  type ListUndeliveredInput,
  type UndeliveredPage,
  type UndeliveredRow,
} from './outbox.contract.ts'
import { retryPlanOf } from './outbox.rules.ts'

const IS_DEAD = sql`d."status" = 'dead'`
const IS_RETRYING = sql`(d."status" = 'waiting' AND d."attempts" > 0 AND d."lastError" IS NOT NULL)`
const STATES = { dead: IS_DEAD, retrying: IS_RETRYING }
const FROM = sql`FROM "OutboxDelivery" d JOIN "OutboxEvent" e ON e."id" = d."eventId"`

/** A kind means all of its consumers. */
const ofConsumer = (consumer: string): Sql =>
  sql`(d."consumer" = ${consumer} OR d."consumer" LIKE ${`${consumer}:%`})`

type Filter = Pick<ListUndeliveredInput, 'state' | 'type' | 'consumer'>
function whereOf(ctx: Ctx, { state, type, consumer }: Filter): Sql {
  const conditions = [
    state ? STATES[state] : sql`(${IS_DEAD} OR ${IS_RETRYING})`,
    memberSeen(ctx, 'e', 'memberUid'),
    ...(type ? [sql`e."type" = ${type}`] : []),
    ...(consumer ? [ofConsumer(consumer)] : []),
  ]
  return joinSql(conditions, sql` AND `)
}

/** `COUNT(*)` is a number in one database and a big one in the other. */
const countRow = z.object({ total: z.coerce.number() })
const keyRow = z.object({ eventId: z.string(), consumer: z.string() })
const keyText = ({ eventId, consumer }: DeliveryKey): string => `${eventId}/${consumer}`

type Stored = Awaited<ReturnType<typeof readDeliveries>>[number]
const readDeliveries = (ctx: Ctx, keys: readonly DeliveryKey[]) =>
  ctx.db.outboxDelivery.findMany({
    where: { eventId: { in: keys.map(({ eventId }) => eventId) } },
    include: { event: true },
  })

interface Known {
  readonly members: ReadonlyMap<string, EventMember>
  /** Names of endpoints by consumer. */
  readonly names: ReadonlyMap<string, string>
}

function toRow(row: Stored, { members, names }: Known): UndeliveredRow {
  const { eventId, consumer, status, attempts, nextAttemptAt, lastError, event } = row
  const isDead = status === 'dead'
  return undeliveredRow.parse({
    eventId,
    consumer,
    consumerName: names.get(consumer) ?? null,
    type: event.type,
    state: isDead ? 'dead' : 'retrying',
    attempts,
    attemptsMax: retryPlanOf(consumer).attemptsMax,
    nextAttemptAt: isDead ? null : nextAttemptAt.getTime(),
    errorCode: lastError,
    occurredAt: event.occurredAt.getTime(),
    member: members.get(event.memberUid) ?? null,
  })
}

/** What could not be handed on: given up, or failed and to be tried again. The newest event first. */
export async function listUndelivered(
  ctx: Ctx,
  input: ListUndeliveredInput,
): Promise<UndeliveredPage> {
  const { pageNo, pageSize } = input
  const where = whereOf(ctx, input)
  const [[count], keys] = await Promise.all([
    queryRows(ctx, sql`SELECT COUNT(*) AS "total" ${FROM} WHERE ${where}`, countRow),
    queryRows(
      ctx,
      sql`SELECT d."eventId", d."consumer" ${FROM} WHERE ${where}
        ORDER BY d."eventId" DESC, d."consumer" LIMIT ${pageSize} OFFSET ${(pageNo - 1) * pageSize}`,
      keyRow,
    ),
  ])
  const stored = await readDeliveries(ctx, keys)
  const known = {
    members: await membersOf(
      ctx,
      stored.map(({ event }) => event.memberUid),
    ),
    names: await consumerNames(
      ctx,
      stored.map(({ consumer }) => consumer),
    ),
  }
  const byKey = new Map(stored.map((row) => [keyText(row), row]))
  const list = keys.flatMap((key) => byKey.get(keyText(key)) ?? []).map((row) => toRow(row, known))
  return { total: count?.total ?? 0, list }
}

/** The same as `IS_DEAD OR IS_RETRYING`, of a row at hand. */
const isUndelivered = ({
  status,
  attempts,
  lastError,
}: Pick<Stored, 'status' | 'attempts' | 'lastError'>) =>
  status === 'dead' || (status === 'waiting' && attempts > 0 && lastError !== null)

/** A delivery that has failed, if the actor sees its member. @throws AppError NOT_FOUND */
async function findUndelivered(ctx: Ctx<Tx>, { eventId, consumer }: DeliveryKey) {
  const row = await ctx.db.outboxDelivery.findUnique({
    where: { eventId_consumer: { eventId, consumer } },
    include: { event: { select: { type: true, memberUid: true } } },
  })
  if (!row || !isUndelivered(row)) throw new AppError('NOT_FOUND')
  const member = (await membersOf(ctx, [row.event.memberUid])).get(row.event.memberUid)
  const storeId = member?.homeStoreId ?? null
  if (!seesStore(ctx, storeId)) throw new AppError('NOT_FOUND')
  return { ...row, storeId }
}

type Undelivered = Awaited<ReturnType<typeof findUndelivered>>

const recordOf = (row: Undelivered) => ({
  target: { type: 'delivery', id: keyText(row), name: row.event.type } as const,
  ...(row.storeId === null ? {} : { storeId: row.storeId }),
  before: { status: row.status, attempts: row.attempts, lastError: row.lastError },
})

/** Changes a delivery if it is still as it was read. @throws AppError EDIT_CONFLICT */
async function change(
  ctx: Ctx<Tx>,
  { eventId, consumer, status, attempts, nextAttemptAt }: Undelivered,
  data: { status: string; attempts?: number; nextAttemptAt?: Date; finishedAt: Date | null },
): Promise<void> {
  const { count } = await ctx.db.outboxDelivery.updateMany({
    where: { eventId, consumer, status, attempts, nextAttemptAt },
    data,
  })
  if (count === 0) throw new AppError('EDIT_CONFLICT')
}

/**
 * Tries a delivery again now. One that was given up gets all its attempts anew.
 * @throws AppError NOT_FOUND, also outside the actor's stores; EDIT_CONFLICT when it changes meanwhile
 */
export function retryDelivery(ctx: Ctx, key: DeliveryKey): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const row = await findUndelivered(ctx, key)
    const attempts = row.status === 'dead' ? 0 : row.attempts
    const nextAttemptAt = ctx.clock.now()
    await change(ctx, row, { status: 'waiting', attempts, nextAttemptAt, finishedAt: null })
    const after = { status: 'waiting', attempts, lastError: row.lastError }
    await recordAudit(ctx, { action: 'outbox.retry', ...recordOf(row), after })
  })
}

/** Tries everything again that was given up and that the actor sees. @returns how many */
export function retryDeadDeliveries(ctx: Ctx): Promise<{ count: number }> {
  return inTransaction(ctx, async (ctx) => {
    const count = await runStatement(
      ctx,
      sql`UPDATE "OutboxDelivery" SET "status" = 'waiting', "attempts" = 0,
          "nextAttemptAt" = ${ctx.clock.now()}, "finishedAt" = NULL
        WHERE "status" = 'dead' AND "eventId" IN
          (SELECT e."id" FROM "OutboxEvent" e WHERE ${memberSeen(ctx, 'e', 'memberUid')})`,
    )
    if (count > 0) {
      const target = { type: 'delivery', id: 'all', name: 'all' } as const
      await recordAudit(ctx, { action: 'outbox.retry', target, after: { count } })
    }
    return { count }
  })
}

/**
 * Gives a delivery up for good.
 * @throws AppError NOT_FOUND, also outside the actor's stores; EDIT_CONFLICT when it changes meanwhile
 */
export function discardDelivery(ctx: Ctx, input: DiscardDeliveryInput): Promise<void> {
  const { reason, ...key } = input
  return inTransaction(ctx, async (ctx) => {
    const row = await findUndelivered(ctx, key)
    await change(ctx, row, { status: 'discarded', finishedAt: ctx.clock.now() })
    const after = { status: 'discarded', attempts: row.attempts, lastError: row.lastError }
    await recordAudit(ctx, { action: 'outbox.discard', ...recordOf(row), after, reason })
  })
}
