import type { RouteRecordRaw } from 'vue-router'

export const membersRoutes: RouteRecordRaw[] = [
  {
    path: '/members',
    name: 'members',
    component: () => import('./views/MemberListView.vue'),
    meta: { titleKey: 'members.title', need: 'members.view' },
  },
]
