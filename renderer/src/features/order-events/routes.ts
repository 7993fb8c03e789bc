import type { RouteRecordRaw } from 'vue-router'

export const orderEventsRoutes: RouteRecordRaw[] = [
  {
    path: '/points/events',
    name: 'orderEvents',
    component: () => import('./views/OrderEventsView.vue'),
    meta: { titleKey: 'orderEvents.title', need: 'points.view' },
  },
]
