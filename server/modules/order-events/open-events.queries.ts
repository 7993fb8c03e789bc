import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { instantColumn, jsonColumn, joinSql, queryRows, sql, type Sql } from '../../db/sql.ts'
import { storeSeen } from '../../db/store-scope.ts'
import { AppError } from '../../kernel/app-error.ts'
import { EVENT_STATUSES, resultOf } from './event-log.sql.ts'
import { orderEvent, ORDER_EVENT_KINDS } from './order-events.contract.ts'
import type {
  ListOpenEventsInput,
  OpenEventDetail,
  OpenEventPage,
  OpenEventRow,
} from './open-events.contract.ts'

/** A payment that comes later than its completion or refund comes within a day as a rule. */
const PARKED_MS = 86_400_000
const SOURCES_MAX = 200

const all = (conditions: readonly Sql[]): Sql => joinSql(conditions, sql` AND `)

const problemsOf = ({ clock }: Ctx) => ({
  parked: sql`(e."status" = 'parked' AND e."receivedAt" <= ${new Date(clock.now().getTime() - PARKED_MS)})`,
  refused: sql`e."status" = 'refused'`,
  notCovered: sql`e."shortPoints" > 0`,
})

/** Events of members of the actor's stores; those of nobody known are for who sees all stores. */
const scopeOf = (ctx: Ctx): Sql => storeSeen(ctx, sql`m."homeStoreId"`)

const FROM = sql`FROM "OrderEvent" e
  LEFT JOIN "OrderPoints" p ON p."source" = e."source" AND p."orderNo" = e."orderNo"
  LEFT JOIN "Member" m ON m."id" = p."memberId"`

type Filter = Pick<ListOpenEventsInput, 'problem' | 'source'> & { readonly keyword?: string }

/** What an event must fulfil to be looked at by the actor. */
function conditionsOf(ctx: Ctx, { problem, source, keyword = '' }: Filter): Sql {
  const problems = problemsOf(ctx)
  const any = sql`(${joinSql(Object.values(problems), sql` OR `)})`
  return all([
    problem === undefined ? any : problems[problem],
    ...(source === undefined ? [] : [sql`e."source" = ${source}`]),
    ...(keyword === '' ? [] : [sql`e."orderNo" = ${keyword}`]),
    scopeOf(ctx),
  ])
}

const storedRow = z.object({
  id: z.string(),
  source: z.string(),
  orderNo: z.string(),
  kind: z.enum(ORDER_EVENT_KINDS),
  refundNo: z.string(),
  payload: jsonColumn.pipe(orderEvent),
  status: z.enum(EVENT_STATUSES),
  result: z.string().nullable(),
  shortPoints: z.int(),
  occurredAt: instantColumn,
  receivedAt: instantColumn,
  appliedAt: instantColumn.nullable(),
  orderId: z.int().nullable(),
  uid: z.string().nullable(),
  memberNo: z.string().nullable(),
  nickname: z.string().nullable(),
})
type Stored = z.infer<typeof storedRow>

const PROBLEM_OF = { parked: 'parked', refused: 'refused', applied: 'notCovered' } as const

function toRow({ clock }: Ctx, stored: Stored): OpenEventRow {
  const { id, source, orderNo, orderId, kind, status, shortPoints, uid } = stored
  const { refusal } = resultOf(stored)
  const receivedAt = stored.receivedAt.getTime()
  const { memberNo, nickname } = stored
  return {
    ...{ id, source, orderNo, orderId, kind, shortPoints, receivedAt },
    waitsMs: status === 'parked' ? clock.now().getTime() - receivedAt : null,
    problem: PROBLEM_OF[status],
    refusal: refusal ? { code: refusal.code, params: refusal.params } : null,
    member: uid === null ? null : { uid, memberNo: memberNo ?? '', nickname: nickname ?? '' },
  }
}

const read = (ctx: Ctx, conditions: Sql, cut: Sql): Promise<Stored[]> =>
  queryRows(
    ctx,
    sql`SELECT e.*, p."orderId", m."uid", m."memberNo", m."nickname" ${FROM}
      WHERE ${conditions} ${cut}`,
    storedRow,
  )

/** Events that somebody should look at: parked for a day, refused, or short of points. */
export async function listOpenEvents(ctx: Ctx, input: ListOpenEventsInput): Promise<OpenEventPage> {
  const { pageNo, pageSize, order } = input
  const conditions = conditionsOf(ctx, input)
  const direction = order === 'asc' ? sql`ASC` : sql`DESC`
  const skip = (pageNo - 1) * pageSize
  const [count] = await queryRows(
    ctx,
    sql`SELECT count(*) AS "n" ${FROM} WHERE ${conditions}`,
    z.object({ n: z.coerce.number() }),
  )
  const rows = await read(
    ctx,
    conditions,
    sql`ORDER BY e."receivedAt" ${direction}, e."id" ${direction} LIMIT ${pageSize} OFFSET ${skip}`,
  )
  return { total: count?.n ?? 0, list: rows.map((row) => toRow(ctx, row)) }
}

/** Who sent the events that somebody should look at. */
export async function listOpenEventSources(ctx: Ctx): Promise<string[]> {
  const rows = await queryRows(
    ctx,
    sql`SELECT DISTINCT e."source" ${FROM} WHERE ${conditionsOf(ctx, {})}
      ORDER BY e."source" LIMIT ${SOURCES_MAX}`,
    z.object({ source: z.string() }),
  )
  return rows.map(({ source }) => source)
}

const asText = (value: unknown): string => JSON.stringify(value, null, 2)

/** One of them, with what came and its answer. @throws AppError NOT_FOUND, also of one out of sight */
export async function getOpenEvent(ctx: Ctx, { id }: { id: string }): Promise<OpenEventDetail> {
  const conditions = all([sql`e."id" = ${id}`, conditionsOf(ctx, {})])
  const [stored] = await read(ctx, conditions, sql`LIMIT 1`)
  if (!stored) throw new AppError('NOT_FOUND')
  const { refundNo, occurredAt, appliedAt, payload, result } = stored
  return {
    ...toRow(ctx, stored),
    ...{ refundNo, occurredAt: occurredAt.getTime(), appliedAt: appliedAt?.getTime() ?? null },
    payload: asText(payload),
    answer: result === null ? null : asText(JSON.parse(result)),
  }
}
