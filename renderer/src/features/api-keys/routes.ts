import type { RouteRecordRaw } from 'vue-router'

export const apiKeysRoutes: RouteRecordRaw[] = [
  {
    path: '/api-keys',
    name: 'api-keys',
    component: () => import('./views/ApiKeyListView.vue'),
    meta: { titleKey: 'apiKeys.title', need: 'apiKeys.manage' },
  },
]
