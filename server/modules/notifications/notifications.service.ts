/** What the rest of the server uses of notifications; routers and other modules come in by this door. */
export {
  getMessageSettings as getNotificationSettings,
  updateMessageSettings as updateNotificationSettings,
} from '../settings/settings.service.ts'
export { inAppChannel } from './notification-channel.ts'
export { countNotifications, listNotifications } from './notifications.queries.ts'
export { makeNotifier } from './notify-member.ts'
export { keepTemplates, listTemplates, updateTemplate } from './templates.ts'
