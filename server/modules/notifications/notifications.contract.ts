import { z } from 'zod'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'
import { memberFilter } from '../members/members.contract.ts'
import { eventMember, type EventType } from '../outbox/outbox.contract.ts'
import { messages } from '../settings/settings.contract.ts'

export const NOTIFICATION_CHANNELS = ['inApp'] as const
export const notificationChannel = z.enum(NOTIFICATION_CHANNELS)
export type NotificationChannelName = z.infer<typeof notificationChannel>

export const NOTIFICATION_LANGUAGES = ['zh', 'en'] as const
export const notificationLanguage = z.enum(NOTIFICATION_LANGUAGES)
export type NotificationLanguage = z.infer<typeof notificationLanguage>

/**
 * `sent`: the channel took it. `failed`: it certainly did not go out. `unknown`: nobody can tell, so it is
 * not sent again by itself.
 */
export const NOTIFICATION_STATUSES = ['sent', 'failed', 'unknown'] as const
export const notificationStatus = z.enum(NOTIFICATION_STATUSES)
export type NotificationStatus = z.infer<typeof notificationStatus>

/** What members are told about. */
export const NOTIFIED_EVENTS = [
  'member.registered',
  'points.expiring',
] as const satisfies readonly EventType[]
export const notifiedEvent = z.enum(NOTIFIED_EVENTS)
export type NotifiedEvent = z.infer<typeof notifiedEvent>

/** What a text about an event can name, in curly brackets. */
export const PLACEHOLDERS = {
  'member.registered': ['nickname', 'memberNo', 'company'],
  'points.expiring': ['nickname', 'memberNo', 'company', 'points', 'expiresOn', 'daysLeft'],
} as const satisfies Readonly<Record<NotifiedEvent, readonly string[]>>

const PLACEHOLDER = /\{([^{}]*)\}/g

/** The first name in brackets that a text about this event cannot use; undefined when all is well. */
export function unknownPlaceholder(event: NotifiedEvent, text: string): string | undefined {
  const known: readonly string[] = PLACEHOLDERS[event]
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .find((name) => !known.includes(name))
}

/** Puts values into a text. What a value holds is not looked at again, brackets included. */
export const renderText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => values[name] ?? whole)

/** Lines of text without control characters. */
const isPlainLines = (text: string): boolean => isPlainText(text.replaceAll('\n', ''))

export const TITLE_MAX = 60
export const BODY_MAX = 500
const title = z.string().trim().min(1).max(TITLE_MAX).refine(isPlainText)
const body = z.string().trim().min(1).max(BODY_MAX).refine(isPlainLines)

const templateKey = z.object({
  event: notifiedEvent,
  channel: notificationChannel,
  language: notificationLanguage,
})

export const templateRow = templateKey.extend({
  title: z.string(),
  body: z.string(),
  isActive: z.boolean(),
  version: z.int(),
  updatedAt: z.int(),
})
export type TemplateRow = z.infer<typeof templateRow>

/** `version`: the one that was seen, so that nobody's change is lost unseen. */
export const updateTemplateInput = templateKey.extend({
  title,
  body,
  isActive: z.boolean(),
  version: z.int().min(1),
})
export type UpdateTemplateInput = z.infer<typeof updateTemplateInput>

export const notificationSettings = messages

export const notificationRow = z.object({
  id: z.string(),
  event: z.string(),
  channel: z.string(),
  language: z.string(),
  title: z.string(),
  body: z.string(),
  status: notificationStatus,
  /** A code of the table of errors. */
  errorCode: z.string().nullable(),
  createdAt: z.int(),
  sentAt: z.int().nullable(),
  /** Null where the member is gone. */
  member: eventMember.nullable(),
})
export type NotificationRow = z.infer<typeof notificationRow>

/** `keyword` finds members as their own list does; a member's uid shows what that one was sent alone. */
export const notificationFilter = z.object({
  keyword: memberFilter.shape.keyword,
  memberUid: z.uuid().optional(),
  event: notifiedEvent.optional(),
  channel: notificationChannel.optional(),
  status: notificationStatus.optional(),
})
export type NotificationFilter = z.infer<typeof notificationFilter>

export const listNotificationsInput = pageInput.extend(notificationFilter.shape)
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>
/** When `total` is not exact there are more than that. */
export const notificationPage = pageOf(notificationRow).extend({ isTotalExact: z.boolean() })
export type NotificationPage = z.infer<typeof notificationPage>
