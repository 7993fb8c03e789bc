import type { RouteRecordRaw } from 'vue-router'

export const webhooksRoutes: RouteRecordRaw[] = [
  {
    path: '/webhooks',
    name: 'webhooks',
    component: () => import('./views/WebhookListView.vue'),
    meta: { titleKey: 'webhooks.title', need: 'webhooks.view' },
  },
]
