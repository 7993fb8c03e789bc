import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  listNotificationsInput,
  notificationFilter,
  notificationPage,
  notificationSettings,
  templateRow,
  updateTemplateInput,
} from './notifications.contract.ts'
import {
  countNotifications,
  getNotificationSettings,
  listNotifications,
  listTemplates,
  updateNotificationSettings,
  updateTemplate,
} from './notifications.service.ts'

export const notificationsRouter = router({
  templates: can('notifications.view')
    .output(z.array(templateRow))
    .query(({ ctx }) => listTemplates(ctx)),
  updateTemplate: can('notifications.manage')
    .input(updateTemplateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateTemplate(ctx, input)),
  settings: can('notifications.view')
    .output(notificationSettings)
    .query(({ ctx }) => getNotificationSettings(ctx)),
  updateSettings: can('notifications.manage')
    .input(notificationSettings)
    .output(z.void())
    .mutation(({ ctx, input }) => updateNotificationSettings(ctx, input)),
  list: can('notifications.view')
    .input(listNotificationsInput)
    .output(notificationPage)
    .query(({ ctx, input }) => listNotifications(ctx, input)),
  count: can('notifications.view')
    .input(notificationFilter)
    .output(z.int())
    .query(({ ctx, input }) => countNotifications(ctx, input)),
})
