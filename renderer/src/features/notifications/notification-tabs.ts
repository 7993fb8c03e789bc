import { z } from 'zod'

export const NOTIFICATION_TABS = ['templates', 'sent', 'undelivered'] as const
const notificationTab = z.enum(NOTIFICATION_TABS)
export type NotificationTab = z.infer<typeof notificationTab>

/** The tab that an address means; the first one where it means none. */
export const readTab = (text: unknown): NotificationTab =>
  notificationTab.catch('templates').parse(text)
