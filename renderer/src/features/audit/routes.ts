import type { RouteRecordRaw } from 'vue-router'

export const auditRoutes: RouteRecordRaw[] = [
  {
    path: '/audit',
    name: 'audit',
    component: () => import('./views/AuditListView.vue'),
    meta: { titleKey: 'audit.title', need: 'audit.view' },
  },
  {
    path: '/audit/reveals',
    name: 'reveals',
    component: () => import('./views/RevealReportView.vue'),
    meta: { titleKey: 'audit.reveals.title', need: 'audit.view' },
  },
]
