import { defineAsyncComponent } from 'vue'

export { notificationsRoutes } from './routes.ts'

/** What one member was sent; fetched only where it is shown. */
export const MemberNotifications = defineAsyncComponent(
  () => import('./components/MemberNotifications.vue'),
)
export { useNotificationWords } from './composables/use-notification-words.ts'
