import type { RouteRecordRaw } from 'vue-router'

export const storesRoutes: RouteRecordRaw[] = [
  {
    path: '/stores',
    name: 'stores',
    component: () => import('./views/StoreListView.vue'),
    meta: { titleKey: 'stores.title', need: 'stores.view' },
  },
]
