import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorText, type Language } from '../../contract/errors.ts'
import type { TableFormat } from '../../contract/table.ts'
import type { Ctx } from '../../db/context.ts'
import { writeCsv } from '../../kernel/table/write-csv.ts'
import { writeXlsx } from '../../kernel/table/write-xlsx.ts'
import { fieldLabel } from './field-labels.ts'
import { isRefusal } from './importer.ts'
import type { ImportKind } from './imports.contract.ts'
import type { Settled } from './run-import.ts'

const WORDS = {
  zh: {
    outcome: '导入结果',
    reason: '原因',
    created: '新增',
    unchanged: '无变化',
    refused: '未导入',
  },
  en: {
    outcome: 'Result',
    reason: 'Reason',
    created: 'new',
    unchanged: 'no change',
    refused: 'not imported',
  },
} as const

interface CopyOf {
  readonly kind: ImportKind
  readonly jobId: string
  readonly format: Pick<TableFormat, 'kind'>
}

/** Name of the copy that a job makes of its file, in the folder of files. */
export const copyNameOf = ({ kind, jobId, format }: CopyOf): string =>
  `${kind}-${jobId}.${format.kind}`

/** Takes the copy of a job away. */
export const removeCopy = (ctx: Ctx, copy: CopyOf): Promise<void> =>
  rm(join(ctx.runtime.filesDir, copyNameOf(copy)), { force: true })

interface CopyOptions {
  readonly path: string
  /** Where its bytes go: sealed, or plain for who has the file on his own disk. */
  readonly sink: Writable
  readonly format: TableFormat
  readonly headings: readonly string[]
  readonly language: Language
}

/** The user's own file once more, with what became of each row beside it. */
export interface ResultCopy {
  add(settled: readonly Settled[]): Promise<void>
  end(): Promise<void>
  /** Takes the copy away, when the work was stopped. */
  discard(): Promise<void>
}

const reasonOf = (settled: Settled, language: Language): string => {
  const { outcome } = settled
  if (!isRefusal(outcome)) return ''
  const label = outcome.field === undefined ? '' : `${fieldLabel(outcome.field, language)}: `
  return label + errorText(outcome.code, language, outcome.params)
}

/** Begins a copy. */
export function beginCopy({ path, sink, format, headings, language }: CopyOptions): ResultCopy {
  const words = WORDS[language]
  const rows = new PassThrough({ objectMode: true, highWaterMark: 4_000 })
  const lines = rows as AsyncIterable<readonly string[]>
  const bytes =
    format.kind === 'csv' ? writeCsv(lines, { format, isFormulaSafe: false }) : writeXlsx(lines)
  const written = pipeline(Readable.from(bytes), sink)
  // Told by `add` or `end`, whichever comes next; without a listener it would end the process.
  written.catch(() => rows.destroy())
  const push = async (row: readonly string[]) => {
    if (!rows.write(row)) {
      await Promise.race([new Promise((resolve) => rows.once('drain', resolve)), written])
    }
  }
  void rows.write([...headings, words.outcome, words.reason])
  return {
    async add(settled) {
      for (const one of settled) {
        const { outcome } = one
        const word = isRefusal(outcome) ? words.refused : words[outcome]
        for (const { cells } of one.rows) {
          const padded = headings.map((_, i) => cells[i] ?? '')
          await push([...padded, ...cells.slice(headings.length), word, reasonOf(one, language)])
        }
      }
    },
    async end() {
      rows.end()
      await written
    },
    async discard() {
      rows.destroy()
      await written.catch(() => undefined)
      await rm(path, { force: true })
    },
  }
}
