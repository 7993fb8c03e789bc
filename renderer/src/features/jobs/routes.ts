import type { RouteRecordRaw } from 'vue-router'

export const jobsRoutes: RouteRecordRaw[] = [
  {
    path: '/jobs',
    name: 'jobs',
    component: () => import('./views/JobListView.vue'),
    meta: { titleKey: 'jobs.title' },
  },
]
