import type { RouteRecordRaw } from 'vue-router'

export const pointChangesRoutes: RouteRecordRaw[] = [
  {
    path: '/points/set-aside',
    name: 'setAsidePoints',
    component: () => import('./views/SetAsideView.vue'),
    meta: { titleKey: 'pointChanges.setAside.title', need: 'points.view' },
  },
  {
    path: '/points/batches',
    name: 'pointBatches',
    component: () => import('./views/PointBatchesView.vue'),
    meta: { titleKey: 'pointChanges.batches.title', need: 'points.view' },
  },
]
