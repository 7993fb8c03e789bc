import { z } from 'zod'

/** Answer of a procedure that starts long work: the job to follow. */
export const startedJob = z.object({ id: z.uuid() })
