import type { Ctx } from '../../db/context.ts'
import { insertIgnore } from '../../db/insert-ignore.ts'
import { AppError } from '../../kernel/app-error.ts'
import { describeError } from '../../kernel/describe-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { membersOf, type Consumer, type OutboxEvent } from '../outbox/outbox.service.ts'
import { getCompany, getMessageSettings } from '../settings/settings.service.ts'
import { COMPANY_MISSING, NICKNAME_MISSING } from './default-templates.ts'
import type { NotificationChannel, OutgoingMessage, SendOutcome } from './notification-channel.ts'
import { renderText } from './notifications.contract.ts'

const MESSAGE = { id: true, memberUid: true, title: true, body: true } as const

/** What a text can name of the event itself. */
function valuesOf(event: OutboxEvent): Readonly<Record<string, string>> {
  if (event.type !== 'points.expiring') return {}
  const { points, expiresOn, daysLeft } = event.payload
  return { points: points.toLocaleString('en'), expiresOn, daysLeft: String(daysLeft) }
}

/** The message of an event for a channel, in the company's language; undefined where none is wanted. */
async function compose(ctx: Ctx, event: OutboxEvent, channel: NotificationChannel) {
  const member = (await membersOf(ctx, [event.memberUid])).get(event.memberUid)
  // Erased or disabled since: there is nobody to write to.
  if (member?.status !== 'active') return undefined
  const { language } = await getMessageSettings(ctx)
  const key = { event: event.type, channel: channel.name, language }
  const template = await ctx.db.notificationTemplate.findUnique({
    where: { event_channel_language: key },
  })
  if (!template) throw new AppError('NOT_FOUND')
  if (!template.isActive) return undefined
  const company = await getCompany(ctx)
  const values = {
    nickname: member.nickname.trim() || NICKNAME_MISSING[language],
    memberNo: member.memberNo,
    company: company?.name ?? COMPANY_MISSING[language],
    ...valuesOf(event),
  }
  const title = renderText(template.title, values)
  return { ...key, title, body: renderText(template.body, values) }
}

/**
 * Writes the message down before it is sent, as one whose outcome is unknown: whatever ends this process
 * in between leaves it so, and it is not sent again. @returns undefined where another was first
 */
async function claimNew(
  ctx: Ctx,
  event: OutboxEvent,
  composed: NonNullable<Awaited<ReturnType<typeof compose>>>,
): Promise<OutgoingMessage | undefined> {
  const { memberUid } = event
  const id = uuidv7(ctx.clock)
  const row = {
    ...composed,
    id,
    eventId: event.id,
    memberUid,
    status: 'unknown',
    error: null,
    createdAt: ctx.clock.now(),
    sentAt: null,
  }
  const inserted = await insertIgnore(ctx, { table: 'Notification', rows: [row], key: 'id' })
  return inserted.has(id) ? { id, memberUid, title: row.title, body: row.body } : undefined
}

/** Takes a message that certainly did not go out, to send it again; of two that try one gets it. */
async function claimFailed(ctx: Ctx, id: string): Promise<boolean> {
  const { count } = await ctx.db.notification.updateMany({
    where: { id, status: 'failed' },
    data: { status: 'unknown', error: null },
  })
  return count === 1
}

async function claim(
  ctx: Ctx,
  event: OutboxEvent,
  channel: NotificationChannel,
): Promise<OutgoingMessage | undefined> {
  const former = await ctx.db.notification.findUnique({
    where: { eventId_channel: { eventId: event.id, channel: channel.name } },
    select: MESSAGE,
  })
  if (former) return (await claimFailed(ctx, former.id)) ? former : undefined
  const composed = await compose(ctx, event, channel)
  return composed && claimNew(ctx, event, composed)
}

async function trySend(
  ctx: Ctx,
  channel: NotificationChannel,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  try {
    return await channel.send(ctx, message)
  } catch (error) {
    ctx.log.error({ err: error, notification: message.id }, 'outcome of a notification is unknown')
    return { status: 'unknown', errorCode: describeError(error, 'en', ctx.requestId).code }
  }
}

/**
 * Sends the message of an event by one channel, at most once: one that was sent, or whose outcome nobody
 * knows, is left alone. @throws AppError NOTIFICATION_FAILED where it may be tried again
 */
async function notify(ctx: Ctx, event: OutboxEvent, channel: NotificationChannel): Promise<void> {
  const message = await claim(ctx, event, channel)
  if (!message) return
  const outcome = await trySend(ctx, channel, message)
  await ctx.db.notification.updateMany({
    where: { id: message.id },
    data: {
      status: outcome.status,
      error: outcome.status === 'sent' ? null : outcome.errorCode,
      sentAt: outcome.status === 'sent' ? ctx.clock.now() : null,
    },
  })
  if (outcome.status === 'failed') {
    throw new AppError('NOTIFICATION_FAILED')
  }
}

/** Tells members what happened to them, by every channel. One that fails stops no other. */
export const makeNotifier =
  (channels: readonly NotificationChannel[]): Consumer =>
  async (ctx, event) => {
    const outcomes = await Promise.allSettled(
      channels.map((channel) => notify(ctx, event, channel)),
    )
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }
