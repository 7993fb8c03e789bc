import type { RouteRecordRaw } from 'vue-router'

export const pointsRoutes: RouteRecordRaw[] = [
  {
    path: '/points/proof',
    name: 'ledgerProof',
    component: () => import('./views/LedgerProofView.vue'),
    meta: { titleKey: 'points.proof.title', need: 'points.view' },
  },
]
