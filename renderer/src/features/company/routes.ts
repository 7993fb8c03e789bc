import type { RouteRecordRaw } from 'vue-router'

export const companyRoutes: RouteRecordRaw[] = [
  {
    path: '/company',
    name: 'company',
    component: () => import('./views/CompanyView.vue'),
    meta: { titleKey: 'company.title' },
  },
]
