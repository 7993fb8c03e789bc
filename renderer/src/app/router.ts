import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import { desktop } from '../api/desktop.ts'
import { connectionRoutes } from '../features/connection/index.ts'
import { staffRoutes } from '../features/staff/index.ts'
import { rolesRoutes } from '../features/roles/index.ts'
import { storesRoutes } from '../features/stores/index.ts'
import { auditRoutes } from '../features/audit/index.ts'
import { jobsRoutes } from '../features/jobs/index.ts'
import { notificationsRoutes } from '../features/notifications/index.ts'
import { apiKeysRoutes } from '../features/api-keys/index.ts'
import { webhooksRoutes } from '../features/webhooks/index.ts'
import { accountRoutes } from '../features/account/index.ts'
import { companyRoutes } from '../features/company/index.ts'
import { membersRoutes } from '../features/members/index.ts'
import { importsRoutes } from '../features/imports/index.ts'
import { orderEventsRoutes } from '../features/order-events/index.ts'
import { ordersRoutes } from '../features/orders/index.ts'
import { pointChangesRoutes } from '../features/point-changes/index.ts'
import { pointsRoutes } from '../features/points/index.ts'
import { pointSettingsRoutes } from '../features/point-settings/index.ts'
import { pointExpiryRoutes } from '../features/point-expiry/index.ts'
import { pointRecordsRoutes } from '../features/point-records/index.ts'
import { settingsRoutes } from '../features/settings/index.ts'
import { watchRouteFailures } from './route-failure.ts'
import type { NeededRight } from '../composables/use-rights.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's name. */
    readonly titleKey?: string
    /** Right that the page asks for; without it a sentence says whom to ask. */
    readonly need?: NeededRight
    /** The page is for everybody, also before signing in. */
    readonly isOpen?: boolean
    /** The page is of use while no server answers. */
    readonly worksWithoutServer?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/members' },
  ...membersRoutes,
  ...ordersRoutes,
  ...pointsRoutes,
  ...pointSettingsRoutes,
  ...pointChangesRoutes,
  ...pointRecordsRoutes,
  ...pointExpiryRoutes,
  ...orderEventsRoutes,
  ...importsRoutes,
  ...(desktop ? connectionRoutes : []),
  ...staffRoutes,
  ...rolesRoutes,
  ...storesRoutes,
  ...auditRoutes,
  ...jobsRoutes,
  ...notificationsRoutes,
  ...apiKeysRoutes,
  ...webhooksRoutes,
  ...accountRoutes,
  ...companyRoutes,
  ...settingsRoutes,
  {
    path: '/:rest(.*)*',
    name: 'notFound',
    component: () => import('./NotFoundView.vue'),
    meta: { titleKey: 'shell.notFound.title', worksWithoutServer: true },
  },
]

export function makeRouter(): Router {
  const router = createRouter({ history: createWebHistory('/'), routes })
  watchRouteFailures(router)
  return router
}
