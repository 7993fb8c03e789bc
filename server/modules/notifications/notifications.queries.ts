import { z } from 'zod'
import { EXACT_TOTAL_MAX } from '../../contract/pagination.ts'
import type { Ctx } from '../../db/context.ts'
import { countUpTo } from '../../db/long-list.ts'
import { joinSql, queryRows, sql, type Sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uidsByKeyword } from '../members/members.service.ts'
import { memberSeen, membersOf } from '../outbox/outbox.service.ts'
import {
  notificationRow,
  type ListNotificationsInput,
  type NotificationFilter,
  type NotificationPage,
} from './notifications.contract.ts'

async function whereOf(ctx: Ctx, filter: NotificationFilter): Promise<Sql> {
  const { keyword, memberUid, event, channel, status } = filter
  const uids = await uidsByKeyword(ctx, keyword)
  const permission = 'members.view'
  if (uids && !ctx.actor.permissions.has(permission))
    throw new AppError('FORBIDDEN', { permission })
  const conditions = [
    memberSeen(ctx, 'n', 'memberUid'),
    ...(uids ? [sql`n."memberUid" IN (${uids})`] : []),
    ...(memberUid ? [sql`n."memberUid" = ${memberUid}`] : []),
    ...(event ? [sql`n."event" = ${event}`] : []),
    ...(channel ? [sql`n."channel" = ${channel}`] : []),
    ...(status ? [sql`n."status" = ${status}`] : []),
  ]
  return joinSql(conditions, sql` AND `)
}

const FROM = sql`"Notification" n`
/** `COUNT(*)` is a number in one database and a big one in the other. */
const countRow = z.object({ total: z.coerce.number() })
const idRow = z.object({ id: z.string() })

/**
 * Messages to the members that the actor sees, the newest first. The total is exact up to
 * `EXACT_TOTAL_MAX`.
 * @throws AppError FORBIDDEN when who may not see members searches for one
 */
export async function listNotifications(
  ctx: Ctx,
  input: ListNotificationsInput,
): Promise<NotificationPage> {
  const { pageNo, pageSize } = input
  const where = await whereOf(ctx, input)
  const [count, ids] = await Promise.all([
    countUpTo(ctx, FROM, where, EXACT_TOTAL_MAX + 1),
    queryRows(
      ctx,
      sql`SELECT n."id" FROM ${FROM} WHERE ${where}
        ORDER BY n."id" DESC LIMIT ${pageSize} OFFSET ${(pageNo - 1) * pageSize}`,
      idRow,
    ),
  ])
  const rows = await ctx.db.notification.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    orderBy: { id: 'desc' },
  })
  const members = await membersOf(
    ctx,
    rows.map(({ memberUid }) => memberUid),
  )
  const list = rows.map((row) =>
    notificationRow.parse({
      ...row,
      errorCode: row.error,
      createdAt: row.createdAt.getTime(),
      sentAt: row.sentAt?.getTime() ?? null,
      member: members.get(row.memberUid) ?? null,
    }),
  )
  return {
    total: Math.min(count, EXACT_TOTAL_MAX),
    isTotalExact: count <= EXACT_TOTAL_MAX,
    list,
  }
}

/** The exact number of messages that match, for a list whose total says "at least". */
export async function countNotifications(ctx: Ctx, filter: NotificationFilter): Promise<number> {
  const where = await whereOf(ctx, filter)
  const statement = sql`SELECT COUNT(*) AS "total" FROM ${FROM} WHERE ${where}`
  const [count] = await queryRows(ctx, statement, countRow)
  return count?.total ?? 0
}
