import type { RouteRecordRaw } from 'vue-router'

export const membersRoutes: RouteRecordRaw[] = [
  {
    path: '/members',
    name: 'members',
    component: () => import('./views/MemberListView.vue'),
    meta: { titleKey: 'members.title', need: 'members.view' },
  },
  {
    path: '/members/:uid',
    name: 'member',
    component: () => import('./views/MemberDetailView.vue'),
    meta: { titleKey: 'members.record.title', need: 'members.view' },
  },
]
