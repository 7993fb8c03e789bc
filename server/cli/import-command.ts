import type { Language } from '../contract/errors.ts'
import { ORDER_SOURCE_MAX, orderSource } from '../contract/order-source.ts'
import type { Ctx } from '../db/context.ts'
import type { StatedTotals } from '../modules/imports/imports.contract.ts'
import type { Importer } from '../modules/imports/imports.service.ts'
import { columnMapOf } from './column-map.ts'
import { onDatabase, type Command, type CommandOptions, type Outcome } from './command.ts'
import { CommandError } from './command-error.ts'
import { describeImport } from './describe-import.ts'
import { importFile, statedDifference, type ImportFileOptions } from './import-file.ts'
import { showProgress } from './import-progress.ts'
import { readSource, type SourceFile } from './import-source.ts'

/** Ctrl+C ends the work at its next step, which then says in the log how far it came; again, at once. */
async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Error('stopped'))
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.once(name, stop)
  try {
    return await work(stopping.signal)
  } finally {
    for (const name of signals) process.off(name, stop)
  }
}

/** Of what the command line says of rows. @throws CommandError */
function languageOption(text = 'zh'): Language {
  if (text !== 'zh' && text !== 'en') throw new CommandError('--language is zh or en')
  return text
}

/** Who numbers the orders of a file; undefined is as the last time. @throws CommandError */
function sourceOption(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const source = orderSource.safeParse(text)
  if (source.success) return source.data
  throw new CommandError(`--source is a name of 1 to ${ORDER_SOURCE_MAX} characters`)
}

/** A total of the old system; null where none is given. @throws CommandError */
function totalOption(name: 'expect-points' | 'expect-members', options: CommandOptions) {
  const text = options[name]
  if (text === undefined) return null
  if (!/^\d{1,15}$/.test(text)) throw new CommandError(`--${name} is a whole number`)
  return Number(text)
}

/** What the old system states of a file of points; undefined where nothing is stated. @throws CommandError */
function statedOption(kind: Importer['kind'], options: CommandOptions): StatedTotals | undefined {
  const points = totalOption('expect-points', options)
  const members = totalOption('expect-members', options)
  if (points === null && members === null) return undefined
  if (kind !== 'points') throw new CommandError('--expect-… is for points')
  return { points, members }
}

/** How the columns of a file would be matched with fields, to be edited and given back by `--map`. */
async function proposeColumns(ctx: Ctx, file: SourceFile): Promise<Outcome> {
  const { headings, mapping } = await readSource(ctx, file)
  const result = columnMapOf(headings, mapping)
  return { result, text: JSON.stringify(result, null, 2), isWell: true }
}

async function runImportCommand(ctx: Ctx, given: ImportFileOptions, isQuiet: boolean) {
  const progress = isQuiet ? undefined : showProgress(process.stderr, ctx.clock)
  try {
    return await untilStopped((signal) => {
      signal.addEventListener('abort', () =>
        progress?.note('stopping after the batch under way; Ctrl+C again ends it at once'),
      )
      const onProgress = progress?.rows.bind(progress)
      return importFile(ctx, { ...given, signal, ...(onProgress ? { onProgress } : {}) })
    })
  } finally {
    progress?.end()
  }
}

/** A command that imports files of one kind. */
export const importCommand = (
  importer: Importer,
  { what, more = '' }: { what: string; more?: string },
): Command => ({
  usage: `FILE [--dry-run] [--columns] [--map JSON] [--report COPY] [--language zh|en]${more}   ${what}`,
  operands: 1,
  run: onDatabase(async ({ ctx, operands: [path = ''], options }) => {
    const { kind } = importer
    const mapPath = options.map
    if (options.columns) return proposeColumns(ctx, { kind, path, mapPath })
    const language = languageOption(options.language)
    const isDryRun = options['dry-run'] ?? false
    const given = {
      importer,
      path,
      isDryRun,
      reportPath: options.report,
      language,
      mapPath,
      orderSource: sourceOption(options.source),
      stated: statedOption(kind, options),
    }
    const result = await runImportCommand(ctx, given, options.json ?? false)
    const isWell = result.refused.rows === 0 && statedDifference(result) === undefined
    return { result, text: describeImport(result, language), isWell }
  }),
})
