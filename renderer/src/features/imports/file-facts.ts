import type { TableFormat } from '../../../../server/contract/table.ts'

const KB = 1024
const MB = KB * KB

/** `912 B`, `86 KB`, `2.8 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KB) return `${bytes} B`
  if (bytes < MB) return `${Math.round(bytes / KB)} KB`
  return `${(bytes / MB).toFixed(1)} MB`
}

/** Kind of file and, of text, how its letters are written; the names are the same in every language. */
export function formatName(format: TableFormat): string {
  if (format.kind === 'xlsx') return `XLSX · ${format.sheet}`
  return `CSV · ${format.encoding === 'utf8' ? 'UTF-8' : 'GBK'}`
}
