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
