import { shellMessages } from './shell.messages.ts'
import { connectionMessages } from '../features/connection/connection.messages.ts'
import { firstRunMessages } from '../features/first-run/first-run.messages.ts'
import { membersMessages } from '../features/members/members.messages.ts'
import { apiKeysMessages } from '../features/api-keys/api-keys.messages.ts'
import { keysMessages } from '../features/keys/keys.messages.ts'
import { importsMessages } from '../features/imports/imports.messages.ts'
import { orderEventsMessages } from '../features/order-events/order-events.messages.ts'
import { ordersMessages } from '../features/orders/orders.messages.ts'
import { pointsMessages } from '../features/points/points.messages.ts'
import { pointSettingsMessages } from '../features/point-settings/point-settings.messages.ts'
import { pointChangesMessages } from '../features/point-changes/point-changes.messages.ts'
import { pointExpiryMessages } from '../features/point-expiry/point-expiry.messages.ts'
import { pointRecordsMessages } from '../features/point-records/point-records.messages.ts'
import { settingsMessages } from '../features/settings/settings.messages.ts'
import { staffMessages } from '../features/staff/staff.messages.ts'
import { rolesMessages } from '../features/roles/roles.messages.ts'
import { storesMessages } from '../features/stores/stores.messages.ts'
import { auditMessages } from '../features/audit/audit.messages.ts'
import { jobsMessages } from '../features/jobs/jobs.messages.ts'
import { webhooksMessages } from '../features/webhooks/webhooks.messages.ts'
import { notificationsMessages } from '../features/notifications/notifications.messages.ts'
import { accountMessages } from '../features/account/account.messages.ts'
import { companyMessages } from '../features/company/company.messages.ts'
import { uiMessages } from '../ui/ui.messages.ts'

/** Every sentence of the page, by part. A new feature adds its line twice. */
export const messages = {
  zh: {
    shell: shellMessages.zh,
    ui: uiMessages.zh,
    members: membersMessages.zh,
    orders: ordersMessages.zh,
    points: pointsMessages.zh,
    pointSettings: pointSettingsMessages.zh,
    pointChanges: pointChangesMessages.zh,
    pointRecords: pointRecordsMessages.zh,
    pointExpiry: pointExpiryMessages.zh,
    orderEvents: orderEventsMessages.zh,
    imports: importsMessages.zh,
    connection: connectionMessages.zh,
    firstRun: firstRunMessages.zh,
    staff: staffMessages.zh,
    roles: rolesMessages.zh,
    stores: storesMessages.zh,
    audit: auditMessages.zh,
    jobs: jobsMessages.zh,
    notifications: notificationsMessages.zh,
    webhooks: webhooksMessages.zh,
    account: accountMessages.zh,
    company: companyMessages.zh,
    keys: keysMessages.zh,
    apiKeys: apiKeysMessages.zh,
    settings: settingsMessages.zh,
  },
  en: {
    shell: shellMessages.en,
    ui: uiMessages.en,
    members: membersMessages.en,
    orders: ordersMessages.en,
    points: pointsMessages.en,
    pointSettings: pointSettingsMessages.en,
    pointChanges: pointChangesMessages.en,
    pointRecords: pointRecordsMessages.en,
    pointExpiry: pointExpiryMessages.en,
    orderEvents: orderEventsMessages.en,
    imports: importsMessages.en,
    connection: connectionMessages.en,
    firstRun: firstRunMessages.en,
    staff: staffMessages.en,
    roles: rolesMessages.en,
    stores: storesMessages.en,
    audit: auditMessages.en,
    jobs: jobsMessages.en,
    notifications: notificationsMessages.en,
    webhooks: webhooksMessages.en,
    account: accountMessages.en,
    company: companyMessages.en,
    keys: keysMessages.en,
    apiKeys: apiKeysMessages.en,
    settings: settingsMessages.en,
  },
}
