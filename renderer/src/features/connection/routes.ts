import type { RouteRecordRaw } from 'vue-router'

export const connectionRoutes: RouteRecordRaw[] = [
  {
    path: '/connection',
    name: 'connection',
    component: () => import('./views/ConnectionView.vue'),
    meta: { titleKey: 'connection.title', worksWithoutServer: true, isOpen: true },
  },
]
