import { z } from 'zod'

/** Limits of a file with a table. A larger one is split by who has it. */
export const FILE_BYTES_MAX = 100 * 1024 * 1024
/** A workbook is held packed in memory; larger tables go by CSV, which is read as it comes. */
export const XLSX_BYTES_MAX = 30 * 1024 * 1024
export const ROWS_MAX = 1_000_000
export const COLUMNS_MAX = 100
/** A line longer than this is no line of a member's or an order's data. */
export const LINE_KB_MAX = 64

/** First bytes of a workbook: it is a ZIP file. */
const WORKBOOK_HEAD = [0x50, 0x4b, 0x03, 0x04]
export const WORKBOOK_HEAD_BYTES = WORKBOOK_HEAD.length

/** Is it a workbook, going by its first bytes and not by its name? */
export const isWorkbook = (head: Uint8Array): boolean =>
  WORKBOOK_HEAD.every((byte, i) => head[i] === byte)

/** Formats in which lists leave the system. */
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
export const exportFormat = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof exportFormat>

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
