import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { desktopConfig, readConfig, type Config } from '../config.ts'
import type { Ctx } from '../db/context.ts'
import type { Database } from '../db/open.ts'
import { openRoots } from '../kernel/key-export.ts'
import { createLogger, type Logger } from '../kernel/logger.ts'
import { openContext } from '../start.ts'
import type { StandardInput } from './standard-input.ts'

/** Options of all commands; each reads those that it knows. */
export interface CommandOptions {
  readonly username?: string | undefined
  readonly name?: string | undefined
  readonly out?: string | undefined
  readonly reason?: string | undefined
  readonly 'data-dir'?: string | undefined
  readonly key?: string | undefined
  readonly source?: string | undefined
  readonly report?: string | undefined
  readonly map?: string | undefined
  readonly language?: string | undefined
  readonly members?: string | undefined
  readonly orders?: string | undefined
  readonly 'expect-points'?: string | undefined
  readonly 'expect-members'?: string | undefined
  readonly seed?: string | undefined
  readonly points?: string | undefined
  readonly 'dry-run'?: boolean
  readonly columns?: boolean
  readonly json?: boolean
}

/** What a command is called with. */
export interface Invocation {
  readonly operands: readonly string[]
  readonly options: CommandOptions
  readonly input: StandardInput
}

export interface Outcome {
  /** For `--json`. */
  readonly result: unknown
  readonly text: string
  readonly isWell: boolean
}

export interface Command {
  /** What the usage says: operands and options, and what it does. */
  readonly usage: string
  readonly operands: number
  run(invocation: Invocation): Promise<Outcome>
}

export type CommandGroup = Readonly<Record<string, Command>>

/** What a command that works on a database gets besides. */
export interface Call extends Invocation {
  readonly ctx: Ctx
  readonly config: Config
}

/** The database of a desktop: its user-data folder, or the folder in it that holds the database. */
function databaseIn(folder: string): string {
  const candidates = [join(folder, 'member.db'), join(folder, 'data', 'member.db')]
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`--data-dir ${folder}: there is no member.db`)
  return resolve(found)
}

/** The settings of the server, or those of a desktop whose exported key is given. */
async function settingsOf({ options, input }: Invocation): Promise<Config> {
  const { 'data-dir': folder, key } = options
  if (folder === undefined && key === undefined) return readConfig()
  if (folder === undefined || key === undefined)
    throw new Error(
      '--data-dir DIR and --key FILE are given together: a desktop and its exported key',
    )
  const path = databaseIn(folder)
  const roots = await openRoots(readFileSync(key, 'utf8'), await input.line('Passphrase'))
  return desktopConfig(path, roots)
}

/** Results go to standard output, so the log of a command goes to standard error. */
export const commandLog = ({ logLevel }: Config): Logger =>
  createLogger(logLevel === 'info' ? 'warn' : logLevel, process.stderr)

/** Opens the database for as long as the work takes; an owner of a SQLite file refuses that. */
export async function withContext<T>(
  config: Config,
  work: (ctx: Ctx, database: Database) => Promise<T>,
): Promise<T> {
  const { ctx, database } = await openContext({
    ...config,
    home: 'standalone',
    log: commandLog(config),
  })
  try {
    return await work(ctx, database)
  } finally {
    await database.close()
  }
}

/** A command on the database that the settings, or `--data-dir` and `--key`, name. */
export const onDatabase =
  (work: (call: Call) => Promise<Outcome>): Command['run'] =>
  async (invocation) => {
    const config = await settingsOf(invocation)
    return withContext(config, (ctx) => work({ ...invocation, ctx, config }))
  }
