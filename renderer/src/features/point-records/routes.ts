import type { RouteRecordRaw } from 'vue-router'

export const pointRecordsRoutes: RouteRecordRaw[] = [
  {
    path: '/points',
    name: 'points',
    component: () => import('./views/PointRecordsView.vue'),
    meta: { titleKey: 'pointRecords.title', need: 'points.view' },
  },
]
