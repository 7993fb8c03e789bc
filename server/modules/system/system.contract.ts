import { z } from 'zod'

/** What is answering: shown in the window and in reports of trouble. */
export const systemInfo = z.object({
  version: z.string(),
  protocol: z.int(),
  home: z.enum(['embedded', 'standalone']),
  database: z.enum(['sqlite', 'postgresql']),
})
export type SystemInfo = z.infer<typeof systemInfo>
