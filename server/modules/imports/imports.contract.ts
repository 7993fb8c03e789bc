import { z } from 'zod'
import type { ErrorCode } from '../../contract/errors.ts'
import { orderSource } from '../../contract/order-source.ts'
import { COLUMNS_MAX, tableFormat } from '../../contract/table.ts'
import { isPlainText } from '../../contract/text.ts'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { jobStatus } from '../jobs/jobs.contract.ts'
import { importKind } from './import-fields.contract.ts'

export {
  fieldsOf,
  IMPORT_KINDS,
  importKind,
  type ImportField,
  type ImportKind,
} from './import-fields.contract.ts'

/** The field of each column in the order of the file; null leaves the column out. */
export const importMapping = z.array(z.string().max(32).nullable()).max(COLUMNS_MAX)
export type ImportMapping = z.infer<typeof importMapping>

/** One column of a file: its heading, and what its first rows hold, as the wizard shows it. */
export const importColumn = z.object({
  heading: z.string(),
  /** Raw values; those that are personal and well-formed are masked. */
  samples: z.array(z.string()),
})

export const importFile = z.object({
  id: z.uuid(),
  kind: importKind,
  name: z.string(),
  bytes: z.int(),
  format: tableFormat,
  columns: z.array(importColumn),
  mapping: importMapping,
  /** The mapping is the one used the last time for these headings. */
  isMappingRemembered: z.boolean(),
  /** Who numbers the orders where a row does not say so; null is nobody in particular. */
  orderSource: z.string().nullable(),
  dryRunJobId: z.string().nullable(),
  importJobId: z.string().nullable(),
  uploadedBy: z.string(),
  createdAt: z.int(),
  expiresAt: z.int(),
})
export type ImportFile = z.infer<typeof importFile>

export const importFileId = z.object({ id: z.uuid() })
/** Rows that one job of this file left out: the job is its dry run or its import. */
export const listRefusalsInput = importFileId.extend({ jobId: z.string() })
export type ListRefusalsInput = z.infer<typeof listRefusalsInput>
export const setMappingInput = importFileId.extend({
  mapping: importMapping,
  orderSource: orderSource.nullable().optional(),
})
export type SetMappingInput = z.infer<typeof setMappingInput>
export const listImportsInput = pageInput.extend({ kind: importKind.optional() })
export type ListImportsInput = z.infer<typeof listImportsInput>

/** How far a file is: the check or the import that it was given to last, and the rows that it has found. */
const importWork = z.object({
  status: jobStatus,
  /** Rows of the file and those refused, once all are known. */
  rows: z.int().nullable(),
  refusedRows: z.int().nullable(),
})

export const importFileRow = importFile
  .omit({ columns: true, mapping: true, isMappingRemembered: true })
  /** Null where nothing was started, and of work that the reader may not see. */
  .extend({ work: importWork.nullable() })
export const importFilePage = pageOf(importFileRow)
export type ImportFilePage = z.infer<typeof importFilePage>

/** Query of an upload: what the file holds and how it is called. */
export const uploadQuery = z.object({
  kind: importKind,
  name: z.string().trim().min(1).max(200).refine(isPlainText),
})

export const TEMPLATE_FORMATS = ['xlsx', 'csv'] as const
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number]
/** Query of a template: what its rows are, and in which language its headings. */
export const templateQuery = z.object({
  kind: importKind,
  format: z.enum(TEMPLATE_FORMATS),
  language: z.enum(['zh', 'en']),
})
export type TemplateQuery = z.infer<typeof templateQuery>

/** Sums over rows, so that they can be held against the other system's. Money is fen. */
export const importTotals = z.object({
  rows: z.int(),
  /** Orders and members of the rows: an order with three lines is three rows and one record. */
  records: z.int(),
  quantity: z.int(),
  amountFen: z.int(),
  /** Also of rows that are refused, where their points could be read; older results have none. */
  points: z.int().default(0),
})
export type ImportTotals = z.infer<typeof importTotals>

/** What the books have of a file of points once it is in, whether it came by this import or by one before. */
export const bookedPoints = z.object({
  points: z.int(),
  members: z.int(),
  /** Points of rows that say an earlier row of the file again: they are one lot and count once. */
  repeatedPoints: z.int(),
  /** By the year in which they end; null is never. */
  years: z.array(z.object({ year: z.int().nullable(), lots: z.int(), points: z.int() })),
})
export type BookedPoints = z.infer<typeof bookedPoints>

const POINTS_STATED_MAX = Number.MAX_SAFE_INTEGER
const MEMBERS_STATED_MAX = 1_000_000_000
/** What the old system says that it has; null where it was not asked. */
export const statedTotals = z.object({
  points: z.int().min(0).max(POINTS_STATED_MAX).nullable(),
  members: z.int().min(0).max(MEMBERS_STATED_MAX).nullable(),
})
export type StatedTotals = z.infer<typeof statedTotals>

/** How far what the books will have is from what was stated: above 0 it is more. Null where nothing was. */
export function totalsDifference(
  stated: StatedTotals,
  booked: Pick<BookedPoints, 'points' | 'members'>,
): StatedTotals {
  return {
    points: stated.points === null ? null : booked.points - stated.points,
    members: stated.members === null ? null : booked.members - stated.members,
  }
}

/** Does what was stated differ? Nothing stated is no difference. */
export const differs = ({ points, members }: StatedTotals): boolean =>
  (points ?? 0) !== 0 || (members ?? 0) !== 0

/** How an import of points is begun: what the old system states, and why it is done though that differs. */
export const startImportInput = importFileId.extend({
  stated: statedTotals.optional(),
  reason: z.string().trim().min(2).max(200).refine(isPlainText).optional(),
})
export type StartImportInput = z.infer<typeof startImportInput>

/** What a dry run found or an import did. Lines are those of the file, the headings being line 1. */
export const importResult = z.object({
  isDryRun: z.boolean(),
  fileId: z.string(),
  fileName: z.string(),
  /** How the marked copy is called when it is handed out; older results name none. */
  copyName: z.string().optional(),
  kind: importKind,
  all: importTotals,
  created: importTotals,
  unchanged: importTotals,
  refused: importTotals,
  /** How many records each reason left out, the most frequent first: an order of several rows counts once. */
  reasons: z.array(z.object({ code: z.string(), count: z.int() })),
  /** Of a file of points. */
  booked: bookedPoints.optional(),
  /** What the old system stated when the import was begun. */
  stated: statedTotals.optional(),
})
export type ImportResult = z.infer<typeof importResult>

/** Why a row may be left out. The page has a short name for each, to be counted under. */
export const REFUSAL_CODES = [
  'ROW_INCOMPLETE',
  'ROW_REPEATED',
  'ROWS_APART',
  'ROWS_TOO_MANY',
  'ORDER_ROWS_DIFFER',
  'CELL_MISSING',
  'CELL_TOO_LONG',
  'CELL_NOT_TEXT',
  'CELL_IS_FORMULA',
  'CELL_UNKNOWN_VALUE',
  'MOBILE_INVALID',
  'EMAIL_INVALID',
  'DATE_INVALID',
  'DATE_IN_FUTURE',
  'AMOUNT_INVALID',
  'AMOUNT_NEGATIVE',
  'AMOUNT_TOO_LARGE',
  'QUANTITY_INVALID',
  'REGION_UNKNOWN',
  'ADDRESS_INVALID',
  'STORE_UNKNOWN',
  'CONTACT_MISSING',
  'MOBILE_TAKEN',
  'EMAIL_TAKEN',
  'CARD_TAKEN',
  'MEMBER_UNKNOWN',
  'MEMBER_DIFFERS',
  'ORDER_DIFFERS',
  'POINTS_INVALID',
  'POINTS_TOO_MANY',
  'DATE_PASSED',
  'LOT_REPEATED',
  'LOT_DIFFERS',
] as const satisfies readonly ErrorCode[]
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** A row that was or would be left out, for the table of the dry run. */
export const refusedRow = z.object({
  line: z.int(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Field whose cell is at fault; null when it is the row. */
  field: z.string().nullable(),
  /** The mapped cells by field; personal ones that are well-formed are masked. */
  cells: z.record(z.string(), z.string()),
})
export type RefusedRow = z.infer<typeof refusedRow>
/** Refused rows the wizard shows; all of them are in the copy of the file. */
export const REFUSALS_SHOWN_MAX = 100
