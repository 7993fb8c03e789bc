import { apiKeysRouter } from '../modules/api-keys/api-keys.router.ts'
import { auditRouter } from '../modules/audit/audit.router.ts'
import { jobsRouter } from '../modules/jobs/jobs.router.ts'
import { importsRouter } from '../modules/imports/imports.router.ts'
import { keysRouter } from '../modules/keys/keys.router.ts'
import { membersRouter } from '../modules/members/members.router.ts'
import { ordersRouter } from '../modules/orders/orders.router.ts'
import { orderEventsRouter } from '../modules/order-events/order-events.router.ts'
import { pointRecordsRouter } from '../modules/points/records.router.ts'
import { notificationsRouter } from '../modules/notifications/notifications.router.ts'
import { outboxRouter } from '../modules/outbox/outbox.router.ts'
import { pointChangesRouter } from '../modules/point-changes/point-changes.router.ts'
import { pointsRouter } from '../modules/points/points.router.ts'
import { pointExpiryRouter } from '../modules/point-expiry/expiry.router.ts'
import { preferencesRouter, viewsRouter } from '../modules/preferences/preferences.router.ts'
import { revealsRouter } from '../modules/reveals/reveals.router.ts'
import { rolesRouter } from '../modules/roles/roles.router.ts'
import { settingsRouter } from '../modules/settings/settings.router.ts'
import { sessionRouter } from '../modules/staff/session.router.ts'
import { staffRouter } from '../modules/staff/staff.router.ts'
import { storesRouter } from '../modules/stores/stores.router.ts'
import { systemRouter } from '../modules/system/system.router.ts'
import { webhooksRouter } from '../modules/webhooks/webhooks.router.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  session: sessionRouter,
  system: systemRouter,
  settings: settingsRouter,
  preferences: preferencesRouter,
  views: viewsRouter,
  stores: storesRouter,
  staff: staffRouter,
  roles: rolesRouter,
  members: membersRouter,
  orders: ordersRouter,
  points: pointsRouter,
  pointChanges: pointChangesRouter,
  pointRecords: pointRecordsRouter,
  pointExpiry: pointExpiryRouter,
  orderEvents: orderEventsRouter,
  imports: importsRouter,
  reveals: revealsRouter,
  notifications: notificationsRouter,
  outbox: outboxRouter,
  webhooks: webhooksRouter,
  audit: auditRouter,
  jobs: jobsRouter,
  keys: keysRouter,
  apiKeys: apiKeysRouter,
})

export type AppRouter = typeof appRouter
