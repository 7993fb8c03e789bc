import type { RouteRecordRaw } from 'vue-router'

export const ordersRoutes: RouteRecordRaw[] = [
  {
    path: '/orders',
    name: 'orders',
    component: () => import('./views/OrderListView.vue'),
    meta: { titleKey: 'orders.title', need: 'orders.view' },
  },
]
