import { z } from 'zod'

/** Limits of a file with a table. A larger one is split by who has it. */
export const FILE_BYTES_MAX = 100 * 1024 * 1024
export const ROWS_MAX = 1_000_000
export const COLUMNS_MAX = 100
/** A line longer than this is no line of a member's or an order's data. */
export const LINE_KB_MAX = 64

/** How a file with a table is written. */
export const tableFormat = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('csv'),
    encoding: z.enum(['utf8', 'gb18030']),
    hasBom: z.boolean(),
    delimiter: z.enum([',', ';', '\t']),
  }),
  z.object({ kind: z.literal('xlsx'), sheet: z.string() }),
])
export type TableFormat = z.infer<typeof tableFormat>
