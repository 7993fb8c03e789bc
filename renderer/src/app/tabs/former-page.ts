import { z } from 'zod'

const entry = z.object({ insteadOf: z.string() })

/**
 * The page whose tab this one takes, as `router.replace({ state: { insteadOf } })` says. It is asked once:
 * an entry that one comes back to takes no other page's tab again.
 */
export function takeFormerPath(
  history: Pick<History, 'state' | 'replaceState'>,
): string | undefined {
  const state: unknown = history.state
  const { data } = entry.safeParse(state)
  if (!data) return undefined
  // The router lays this over what it remembers of the entry, so the name has to stay in it.
  history.replaceState({ ...(state as object), insteadOf: null }, '')
  return data.insteadOf
}
