import type { RouteRecordRaw } from 'vue-router'

export const rolesRoutes: RouteRecordRaw[] = [
  {
    path: '/roles',
    name: 'roles',
    component: () => import('./views/RoleListView.vue'),
    meta: { titleKey: 'roles.title', need: 'roles.view' },
  },
]
