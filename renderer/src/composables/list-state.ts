import { z } from 'zod'

const listState = z.object({
  /** A keyword that is kept out of the address. */
  keyword: z.string().max(500).optional(),
  /** The saved view that the question started from. */
  viewId: z.int().optional(),
})
export type ListState = z.infer<typeof listState>

/**
 * What a list keeps beside its address: in the entry of the history, so that back and reload find it, and
 * no log, bookmark or sent link holds it.
 */
export const readListState = (): ListState => knownListState() ?? {}

/** The same; undefined where this entry of the history says nothing of a list. */
export const knownListState = (): ListState | undefined =>
  z.object({ list: listState }).safeParse(window.history.state).data?.list

/** Notes in this entry of the history what its address does not say. */
export function keepListState(list: ListState): void {
  window.history.replaceState({ ...(window.history.state as object | null), list }, '')
}
