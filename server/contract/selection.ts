import { z } from 'zod'

const SELECTED_MAX = 1_000

/**
 * Rows chosen in a list: these, or all that match the list's filter without those taken out again. The
 * filter is asked anew when the work runs, so "all 18,627" means all that match then.
 */
export const selectionOf = <T extends z.ZodType>(filter: T) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('some'), ids: z.array(z.int()).min(1).max(SELECTED_MAX) }),
    z.object({
      kind: z.literal('all'),
      filter,
      except: z.array(z.int()).max(SELECTED_MAX).default([]),
    }),
  ])

/** As many records as a result names and as are called by their names at once. */
export const NAMED_MAX = 200

/** Asks how some records are called; who does not see one of them hears nothing of it. */
export const namedInput = z.object({ ids: z.array(z.int()).min(1).max(NAMED_MAX) })
export type NamedInput = z.infer<typeof namedInput>
