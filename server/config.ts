import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { DatabaseLocation } from './db/open.ts'
import { readOrMakeKeyFile } from './kernel/key-file.ts'
import { isRootSecret } from './kernel/keyring.ts'
import type { LogLevel } from './kernel/logger.ts'
import { parseUrl } from './kernel/parse-url.ts'

/** Everything a server or a command is told from outside. */
export interface Config {
  readonly location: DatabaseLocation
  readonly backupDir: string
  readonly dataKey: string
  readonly host: string
  readonly port: number
  /** Address of the proxy before the server, as browsers and the desktop app know it. */
  readonly publicUrl: URL | undefined
  /** Opens `/metrics`; undefined: no metrics to be had. */
  readonly metricsToken: string | undefined
  /** Folder of the files that jobs make. */
  readonly jobFilesDir: string
  readonly logLevel: LogLevel
}

export interface ConfigProblem {
  readonly name: string
  readonly problem: string
  readonly fix: string
}

/** All that is wrong with the settings at once, each with its name and the fix. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ name, problem, fix }) => `${name}: ${problem}. ${fix}`).join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

const DATABASE_URL_FIX =
  'Use file:PATH for SQLite (file:./data/member.db) or postgresql://USER:PASSWORD@HOST:PORT/DATABASE'
const DATA_KEY_FIX =
  "Make one with: node -p \"require('crypto').randomBytes(32).toString('base64')\" and keep it safe: without it the personal data can not be read"

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)

/** Options behind a question mark are refused: neither driver would heed them. */
function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:/.test(text)) return /^file:[^?%]+$/.test(text)
  const url = parseUrl(text)
  return url !== undefined && url.pathname.length > 1 && url.search === ''
}

function isWebAddress(text: string): boolean {
  const url = parseUrl(text)
  return url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/'
}

/** Name -> how it is read, its default and what to do about a bad value. The README lists the same. */
const SETTINGS = {
  DATABASE_URL: {
    schema: z.string().refine(isDatabaseUrl),
    fallback: 'file:./data/member.db',
    fix: DATABASE_URL_FIX,
  },
  DATABASE_POOL_MAX: {
    schema: integer(1, 100),
    fallback: '10',
    fix: 'Use a whole number from 1 to 100',
  },
  DATA_KEY: { schema: z.string().refine(isRootSecret), fallback: undefined, fix: DATA_KEY_FIX },
  DATA_KEY_FILE: {
    schema: z.string().min(1),
    fallback: undefined,
    fix: 'Name a file that holds the key, or that may be made to hold a new one',
  },
  HOST: {
    schema: z.union([z.ipv4(), z.ipv6(), z.literal('localhost')]),
    fallback: '127.0.0.1',
    fix: 'Use an address of this machine, such as 127.0.0.1 or 0.0.0.0 for all',
  },
  PORT: {
    schema: integer(0, 65_535),
    fallback: '48080',
    fix: 'Use a port from 1 to 65535, or 0 for any free one',
  },
  PUBLIC_URL: {
    schema: z.string().refine(isWebAddress),
    fallback: undefined,
    fix: 'Use the address that browsers know, without a path: https://desk.example.com',
  },
  METRICS_TOKEN: {
    schema: z.string().regex(/^[\w-]{32,256}$/),
    fallback: undefined,
    fix: 'Use 32 to 256 letters, digits, _ or -, or leave it out to have no /metrics',
  },
  FILES_DIR: { schema: z.string().min(1), fallback: './data/files', fix: 'Name a folder' },
  BACKUP_DIR: { schema: z.string().min(1), fallback: './data/backups', fix: 'Name a folder' },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']),
    fallback: 'info',
    fix: 'Use debug, info, warn or error',
  },
} as const

type SettingName = keyof typeof SETTINGS
type SettingValue<N extends SettingName> =
  | z.output<(typeof SETTINGS)[N]['schema']>
  | ((typeof SETTINGS)[N]['fallback'] extends undefined ? undefined : never)

export type Environment = Readonly<Record<string, string | undefined>>

/** Number of edits between two names; two neighbours swapped are one (Damerau). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Infinity
      row.push(Math.min(replaced, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1))
    }
  }
  return at(a.length, b.length)
}

/** A misspelt setting would silently fall back to its default; names close to ours are refused. */
function misspelt(env: Environment): ConfigProblem[] {
  const names = Object.keys(SETTINGS).filter((name) => name.length >= 8)
  return Object.keys(env).flatMap((name) => {
    if (name in SETTINGS) return []
    const meant = names.find((known) => editDistance(name.toUpperCase(), known) <= 1)
    return meant ? [{ name, problem: 'is not a setting', fix: `Did you mean ${meant}?` }] : []
  })
}

class Reader {
  readonly problems: ConfigProblem[]
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
    this.problems = misspelt(env)
  }

  read<N extends SettingName>(name: N): SettingValue<N> | undefined {
    const { schema, fallback, fix } = SETTINGS[name]
    const given = this.#env[name]
    const text = given === undefined || given === '' ? fallback : given
    if (text === undefined) return undefined
    const parsed = schema.safeParse(text)
    // One schema belongs to one name; TypeScript loses the pair when it indexes the table.
    if (parsed.success) return parsed.data as SettingValue<N>
    // A secret is never repeated in a message.
    const shown =
      name === 'DATA_KEY' || name === 'METRICS_TOKEN' || name === 'DATABASE_URL' ? '' : ` (${text})`
    this.problems.push({ name, problem: `is not valid${shown}`, fix })
    return undefined
  }

  refuse(problem: ConfigProblem): void {
    this.problems.push(problem)
  }
}

function locationOf(url: string, poolMax: number): DatabaseLocation {
  if (!url.startsWith('file:')) return { provider: 'postgresql', url, poolMax }
  const path = url.replace(/^file:(\/\/(?=\/))?/, '')
  return { provider: 'sqlite', path: resolve(path) }
}

function readKeyFile(reader: Reader, file: string): string | undefined {
  try {
    return readOrMakeKeyFile(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const fix = 'Name a file that can be read, or made, by this user'
    reader.refuse({ name: 'DATA_KEY_FILE', problem: `cannot be used: ${reason}`, fix })
    return undefined
  }
}

/** DATA_KEY, else the file of DATA_KEY_FILE, else `data.key` beside an SQLite database. */
function readDataKey(reader: Reader, location: DatabaseLocation): string | undefined {
  const given = reader.read('DATA_KEY')
  if (given !== undefined) return given
  const beside = location.provider === 'sqlite' ? join(dirname(location.path), 'data.key') : ''
  const file = reader.read('DATA_KEY_FILE') ?? (existsSync(beside) ? beside : undefined)
  if (file === undefined) {
    if (reader.problems.some(({ name }) => name.startsWith('DATA_KEY'))) return undefined
    reader.refuse({ name: 'DATA_KEY', problem: 'is missing', fix: DATA_KEY_FIX })
    return undefined
  }
  const key = readKeyFile(reader, file)
  if (key === undefined) return undefined
  if (isRootSecret(key)) return key
  reader.refuse({
    name: 'DATA_KEY_FILE',
    problem: `${file} does not hold a key`,
    fix: DATA_KEY_FIX,
  })
  return undefined
}

/**
 * Reads and checks every setting. The only reader of the environment.
 * @throws ConfigError naming each bad, missing or misspelt setting and its fix
 */
export function readConfig(env: Environment = process.env): Config {
  const reader = new Reader(env)
  const url = reader.read('DATABASE_URL') ?? ''
  const location = locationOf(url, reader.read('DATABASE_POOL_MAX') ?? 1)
  const publicUrl = reader.read('PUBLIC_URL')
  const config = {
    location,
    backupDir: resolve(reader.read('BACKUP_DIR') ?? ''),
    dataKey: readDataKey(reader, location) ?? '',
    host: reader.read('HOST') ?? '',
    port: reader.read('PORT') ?? 0,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    metricsToken: reader.read('METRICS_TOKEN'),
    jobFilesDir: resolve(reader.read('FILES_DIR') ?? ''),
    logLevel: reader.read('LOG_LEVEL') ?? 'info',
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems)
  return config
}
