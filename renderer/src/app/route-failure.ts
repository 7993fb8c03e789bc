import { shallowRef } from 'vue'
import type { Router } from 'vue-router'

/** Why the page that was asked for could not be opened: its file did not come, or it broke at once. */
export const routeFailure = shallowRef<{ readonly message: string; readonly atMs: number }>()

export function watchRouteFailures(router: Router): void {
  router.onError((error: unknown) => {
    console.error('A page could not be opened.', error)
    const message = error instanceof Error ? error.message : String(error)
    routeFailure.value = { message, atMs: Date.now() }
  })
  router.afterEach((_to, _from, failure) => {
    if (!failure) routeFailure.value = undefined
  })
}
