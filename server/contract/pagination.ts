import { z } from 'zod'

export const PAGE_SIZES = [20, 50, 100] as const
const PAGE_NO_MAX = 100_000

/** Page numbers count from 1. Sizes are those the table offers. */
export const pageInput = z.object({
  pageNo: z.int().min(1).max(PAGE_NO_MAX).default(1),
  pageSize: z.int().min(1).max(100).default(50),
})

/** One page of a list and the exact number of rows that match. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({ list: z.array(row), total: z.int().min(0) })

/** Totals of long lists are exact up to here; above it a total says "at least", exact on request. */
export const EXACT_TOTAL_MAX = 10_000

/** Rows are known by a whole number, or by a uuid. */
const rowId = z.union([z.int(), z.uuid()])
export type RowId = z.infer<typeof rowId>

/** Where a row stands in the order of a list: the value it is sorted by, and its id. */
const place = z.object({ value: z.union([z.string().max(128), z.number()]), id: rowId })
export type Place = z.infer<typeof place>

/**
 * First and last row of a page the caller has. Another page is reached from there by its values, not by
 * counting from the beginning, and rows that came or went in between move nothing.
 */
export const knownPage = z.object({ pageNo: z.int().min(1), first: place, last: place })
export type KnownPage = z.infer<typeof knownPage>

/** Input of a list that can have millions of rows. */
export const longPageInput = pageInput.extend({ known: knownPage.optional() })

/** One page of a long list; when `total` is not exact there are more than that. */
export const longPageOf = <T extends z.ZodType>(row: T) =>
  pageOf(row).extend({ isTotalExact: z.boolean(), known: knownPage.nullable() })
