import type { RouteRecordRaw } from 'vue-router'

export const staffRoutes: RouteRecordRaw[] = [
  {
    path: '/staff',
    name: 'staff',
    component: () => import('./views/StaffListView.vue'),
    meta: { titleKey: 'staff.title', need: 'staff.view' },
  },
]
