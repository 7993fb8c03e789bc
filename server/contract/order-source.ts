import { z } from 'zod'
import { isPlainText } from './text.ts'

/** Who numbers orders that came from a file of which nobody said anything else. */
export const FILE_SOURCE = 'import'
export const ORDER_SOURCE_MAX = 32
/** What files that leave the system call it; such a file that comes back means the same. */
export const FILE_SOURCE_NAMES = { zh: '文件导入', en: 'File' } as const

const FILE_SOURCE_WORDS: readonly string[] = Object.values(FILE_SOURCE_NAMES)
/** A source as files write it. */
export const readSource = (text: string): string =>
  FILE_SOURCE_WORDS.includes(text) ? FILE_SOURCE : text

/**
 * Who numbers orders: a mall, a till, another system. An order number is unique in its source, so a file and
 * the mall that it came from give the same name, or the mall's orders would count twice.
 */
export const orderSource = z.string().trim().min(1).max(ORDER_SOURCE_MAX).refine(isPlainText)
