import type { RouteRecordRaw } from 'vue-router'

export const pointSettingsRoutes: RouteRecordRaw[] = [
  {
    path: '/points/settings',
    name: 'pointSettings',
    component: () => import('./views/PointSettingsView.vue'),
    meta: { titleKey: 'pointSettings.title', need: 'points.view' },
  },
]
