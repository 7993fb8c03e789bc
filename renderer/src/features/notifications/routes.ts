import type { RouteRecordRaw } from 'vue-router'

export const notificationsRoutes: RouteRecordRaw[] = [
  {
    path: '/notifications',
    name: 'notifications',
    component: () => import('./views/NotificationView.vue'),
    meta: { titleKey: 'notifications.title', need: 'notifications.view' },
  },
]
