import { z } from 'zod'
import { listNotificationsInput } from '../../../../server/modules/notifications/notifications.contract.ts'
import { listUndeliveredInput } from '../../../../server/modules/outbox/outbox.contract.ts'

/** Both lists have one order: the newest first. */
const order = {
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['desc']).default('desc'),
}
export const sentListQuery = listNotificationsInput.extend(order)
export type SentListQuery = z.infer<typeof sentListQuery>
export const undeliveredListQuery = listUndeliveredInput.extend(order)
