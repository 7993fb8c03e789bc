import { inAppChannel, makeNotifier } from '../modules/notifications/notifications.service.ts'
import type { Consumers } from '../modules/outbox/outbox.service.ts'
import { makeWebhookConsumer } from '../modules/webhooks/webhooks.service.ts'

/** Who is told what happens. The outbox knows their names only, so that they may use what it serves. */
export const OUTBOX_CONSUMERS: Consumers = {
  notifications: makeNotifier([inAppChannel]),
  webhook: makeWebhookConsumer(),
}
