import type { RouteRecordRaw } from 'vue-router'

export const pointExpiryRoutes: RouteRecordRaw[] = [
  {
    path: '/points/expiry',
    name: 'pointExpiry',
    component: () => import('./views/ExpiryCalendarView.vue'),
    meta: { titleKey: 'pointExpiry.title', need: 'points.view' },
  },
]
