/**
 * Which session a request was sent in. A request that was under way while someone signed in is refused
 * for the lack of a session that exists by now: it is to be sent again, not to ask for another sign-in.
 */
let openedCount = 0
let onMissing: () => void = () => undefined

export const currentSession = (): number => openedCount

export function sessionOpened(): void {
  openedCount += 1
}

/** Tells that the server refused for want of a session, and no other has been opened since. */
export const sessionMissing = (): void => onMissing()

/** `listener` is the one part of the page that asks to sign in. */
export function whenSessionIsMissing(listener: () => void): void {
  onMissing = listener
}
