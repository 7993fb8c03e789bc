import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { joinSql, queryRows, sql, type Sql } from '../../db/sql.ts'
import { memberSeen, membersOf } from '../outbox/outbox.service.ts'
import {
  notificationRow,
  type ListNotificationsInput,
  type NotificationPage,
} from './notifications.contract.ts'

function whereOf(ctx: Ctx, { event, channel, status }: ListNotificationsInput): Sql {
  const conditions = [
    memberSeen(ctx, 'n', 'memberUid'),
    ...(event ? [sql`n."event" = ${event}`] : []),
    ...(channel ? [sql`n."channel" = ${channel}`] : []),
    ...(status ? [sql`n."status" = ${status}`] : []),
  ]
  return joinSql(conditions, sql` AND `)
}

/** `COUNT(*)` is a number in one database and a big one in the other. */
const countRow = z.object({ total: z.coerce.number() })
const idRow = z.object({ id: z.string() })

/** Messages to the members that the actor sees, the newest first. */
export async function listNotifications(
  ctx: Ctx,
  input: ListNotificationsInput,
): Promise<NotificationPage> {
  const { pageNo, pageSize } = input
  const where = whereOf(ctx, input)
  const [[count], ids] = await Promise.all([
    queryRows(ctx, sql`SELECT COUNT(*) AS "total" FROM "Notification" n WHERE ${where}`, countRow),
    queryRows(
      ctx,
      sql`SELECT n."id" FROM "Notification" n WHERE ${where}
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
  return { total: count?.total ?? 0, list }
}
