import { observable } from '@trpc/server/observable'
import { isUnauthenticated } from './failure.ts'
import { currentSession, sessionMissing } from './session-watch.ts'
import type { TRPCLink } from '@trpc/client'
import type { Unsubscribable } from '@trpc/server/observable'
import type { AppRouter } from '../../../server/trpc/app-router.ts'

/** Sends again what a newer session allows, and reports that a session is missing where none is. */
export const sessionLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let running: Unsubscribable | undefined
      const send = (): void => {
        const sentIn = currentSession()
        running = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            if (isUnauthenticated(error) && sentIn !== currentSession()) {
              send()
              return
            }
            if (isUnauthenticated(error)) sessionMissing()
            observer.error(error)
          },
        })
      }
      send()
      return () => running?.unsubscribe()
    })
