import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import { desktop } from '../api/desktop.ts'
import { connectionRoutes } from '../features/connection/index.ts'
import { membersRoutes } from '../features/members/index.ts'
import { settingsRoutes } from '../features/settings/index.ts'
import { watchRouteFailures } from './route-failure.ts'
import { accessTokenOf } from './session/access-fragment.ts'
import { useSession } from './session/use-session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's name. */
    readonly titleKey?: string
    /** The page is of use while no server answers. */
    readonly worksWithoutServer?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/members' },
  ...membersRoutes,
  ...(desktop ? connectionRoutes : []),
  ...settingsRoutes,
  {
    path: '/:rest(.*)*',
    name: 'notFound',
    component: () => import('./NotFoundView.vue'),
    meta: { titleKey: 'shell.notFound.title', worksWithoutServer: true },
  },
]

/** Takes the token out of the address before anything else sees it, then signs in with it. */
function acceptAccessLinks(router: Router): void {
  const session = useSession()
  router.beforeEach(async (to) => {
    const accessToken = accessTokenOf(to.hash)
    if (accessToken === undefined) return true
    history.replaceState(history.state, '', `${location.pathname}${location.search}`)
    await session.signIn(accessToken)
    return { path: to.path, query: to.query, hash: '', replace: true }
  })
}

export function makeRouter(): Router {
  const router = createRouter({ history: createWebHistory('/'), routes })
  acceptAccessLinks(router)
  watchRouteFailures(router)
  return router
}
