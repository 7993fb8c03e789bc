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
