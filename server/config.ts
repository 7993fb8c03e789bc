import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { DatabaseLocation } from './db/open.ts'
import { PREVIOUS_KEYS_MAX, readOrMakeKeyFile } from './kernel/key-file.ts'
import { isRootSecret } from './kernel/keyring.ts'
import type { LogLevel } from './kernel/logger.ts'
import { parseUrl } from './kernel/parse-url.ts'

/** Everything a server or a command is told from outside. */
export interface Config {
  readonly location: DatabaseLocation
  readonly backupDir: string
  readonly dataKey: string
  /** Root secrets that a rotation is leaving behind; none otherwise. */
  readonly previousKeys: readonly string[]
  /** Where the root secrets lie; undefined where they are in the environment. */
  readonly keyFile: string | undefined
  readonly host: string
  readonly port: number
  /** Address of the proxy before the server, as browsers and the desktop app know it. */
  readonly publicUrl: URL | undefined
  /** Opens `/metrics`; undefined: no metrics to be had. */
  readonly metricsToken: string | undefined
  /** Requests of one API key in ten seconds. */
  readonly partnerRequestsMax: number
  /** Folder of the files that jobs make. */
  readonly jobFilesDir: string
  /** May webhooks go to this machine itself? */
  readonly loopbackWebhooks: boolean
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
const DATA_KEY_PREVIOUS_FIX = `Name the keys before DATA_KEY while the data is being re-encrypted, at most ${PREVIOUS_KEYS_MAX}, with commas between them`

/** Keys with commas between them. */
function previousKeys(text: string): string[] | undefined {
  const keys = text.split(',').map((key) => key.trim())
  return keys.length <= PREVIOUS_KEYS_MAX && keys.every(isRootSecret) ? keys : undefined
}

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
  DATA_KEY_PREVIOUS: {
    schema: z
      .string()
      .refine((text) => previousKeys(text) !== undefined)
      .transform((text) => previousKeys(text) ?? []),
    fallback: undefined,
    fix: DATA_KEY_PREVIOUS_FIX,
  },
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
  PARTNER_REQUESTS_MAX: {
    schema: integer(1, 10_000_000),
    fallback: '100000',
    fix: 'Use a whole number: requests of one API key in ten seconds',
  },
  FILES_DIR: { schema: z.string().min(1), fallback: './data/files', fix: 'Name a folder' },
  BACKUP_DIR: { schema: z.string().min(1), fallback: './data/backups', fix: 'Name a folder' },
  WEBHOOKS_LOOPBACK: {
    schema: z.enum(['allow', 'refuse']),
    fallback: 'refuse',
    fix: 'Use allow to try webhooks out on this machine, or leave it out',
  },
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

/** Settings that no message repeats. */
const SECRETS: readonly SettingName[] = [
  'DATA_KEY',
  'DATA_KEY_PREVIOUS',
  'METRICS_TOKEN',
  'DATABASE_URL',
]

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
    const shown = SECRETS.includes(name) ? '' : ` (${text})`
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

function readKeys(reader: Reader, file: string): readonly string[] | undefined {
  try {
    return readOrMakeKeyFile(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const fix = 'Name a file that can be read, or made, by this user'
    reader.refuse({ name: 'DATA_KEY_FILE', problem: `cannot be used: ${reason}`, fix })
    return undefined
  }
}

interface DataKeys {
  readonly roots: readonly string[]
  readonly keyFile: string | undefined
}
const NO_KEYS: DataKeys = { roots: [], keyFile: undefined }

const besideDatabase = (location: DatabaseLocation): string | undefined =>
  location.provider === 'sqlite' ? join(dirname(location.path), 'data.key') : undefined

/** DATA_KEY, else the file of DATA_KEY_FILE, else `data.key` beside an SQLite database. */
function readDataKeys(reader: Reader, location: DatabaseLocation): DataKeys {
  const given = reader.read('DATA_KEY')
  if (given !== undefined) return { roots: [given], keyFile: undefined }
  const beside = besideDatabase(location) ?? ''
  const file = reader.read('DATA_KEY_FILE') ?? (existsSync(beside) ? beside : undefined)
  if (file === undefined) {
    if (reader.problems.some(({ name }) => name === 'DATA_KEY' || name === 'DATA_KEY_FILE'))
      return NO_KEYS
    reader.refuse({ name: 'DATA_KEY', problem: 'is missing', fix: DATA_KEY_FIX })
    return NO_KEYS
  }
  const roots = readKeys(reader, file)
  if (roots === undefined) return NO_KEYS
  if (roots.length <= 1 + PREVIOUS_KEYS_MAX && roots.every(isRootSecret))
    return { roots, keyFile: resolve(file) }
  const problem = `${file} does not hold a key`
  reader.refuse({ name: 'DATA_KEY_FILE', problem, fix: DATA_KEY_FIX })
  return NO_KEYS
}

/**
 * The settings for the database of a desktop app, whose own key lies in a keychain out of reach.
 * @param roots of its exported key, the one in use first
 */
export function desktopConfig(
  path: string,
  [dataKey = '', ...previousKeys]: readonly string[],
  env: Environment = process.env,
): Config {
  const { DATABASE_URL: _url, DATA_KEY_FILE: _file, DATA_KEY_PREVIOUS: _keys, ...rest } = env
  const folder = dirname(path)
  return {
    ...readConfig({ ...rest, DATA_KEY: dataKey }),
    location: { provider: 'sqlite', path },
    backupDir: join(folder, 'backups'),
    jobFilesDir: join(folder, 'files'),
    previousKeys,
  }
}

/**
 * Where a key that is brought back belongs, whether or not there is one: the file of DATA_KEY_FILE, else
 * `data.key` beside an SQLite database.
 * @throws ConfigError when the key is in the environment, or Postgres is used without DATA_KEY_FILE
 */
export function keyFilePlace(env: Environment = process.env): string {
  const reader = new Reader(env)
  const url = reader.read('DATABASE_URL') ?? ''
  const file = reader.read('DATA_KEY_FILE') ?? besideDatabase(locationOf(url, 1))
  if (reader.read('DATA_KEY') !== undefined) {
    const fix = 'Take DATA_KEY out of the environment, or put the key there yourself'
    reader.refuse({ name: 'DATA_KEY', problem: 'is set and would be used instead', fix })
  }
  if (file === undefined) {
    const fix = 'Name the file that the key shall lie in'
    reader.refuse({ name: 'DATA_KEY_FILE', problem: 'is missing', fix })
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems)
  return resolve(file ?? '')
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
  const { roots, keyFile } = readDataKeys(reader, location)
  const [dataKey = '', ...behind] = roots
  const config = {
    location,
    backupDir: resolve(reader.read('BACKUP_DIR') ?? ''),
    dataKey,
    previousKeys: [...behind, ...(reader.read('DATA_KEY_PREVIOUS') ?? [])],
    keyFile,
    host: reader.read('HOST') ?? '',
    port: reader.read('PORT') ?? 0,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    metricsToken: reader.read('METRICS_TOKEN'),
    partnerRequestsMax: reader.read('PARTNER_REQUESTS_MAX') ?? 1,
    jobFilesDir: resolve(reader.read('FILES_DIR') ?? ''),
    loopbackWebhooks: reader.read('WEBHOOKS_LOOPBACK') === 'allow',
    logLevel: reader.read('LOG_LEVEL') ?? 'info',
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems)
  return config
}
