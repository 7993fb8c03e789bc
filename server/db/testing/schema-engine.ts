import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type {
  ColumnType,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
  SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { invariant } from '../../kernel/invariant.ts'
import type { Provider } from '../dialect.ts'

const MODELS = join(import.meta.dirname, '../../../prisma/models')
const NOTHING_MISSING = '-- This is an empty migration.'

/** The part of the platform's WebAssembly used here; its types belong to browsers' library. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> }
}

function call(exports: Record<string, unknown>, name: string, ...args: unknown[]): void {
  const fn = exports[name]
  invariant(typeof fn === 'function', `the schema engine has no ${name}`)
  fn(...args)
}

let loading: Promise<void> | undefined

/** The engine's own entry wants a bundler, so its module is put together here. */
async function load(): Promise<void> {
  const { resolve } = createRequire(import.meta.url)
  const folder = dirname(resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const module = new WebAssembly.Module(await readFile(join(folder, 'schema_engine_bg.wasm')))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': engine })
  call({ ...engine }, '__wbg_set_wasm', exports)
  call(exports, '__wbindgen_start')
}

async function models(provider: Provider, folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort()
  const files = await Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') })),
  )
  return [
    {
      path: 'head.prisma',
      content:
        `datasource db {\n  provider = "${provider}"\n}\n\n` +
        'generator client {\n  provider = "prisma-client"\n  previewFeatures = ["partialIndexes"]\n}\n',
    },
    ...files,
  ]
}

const { Character, DateTime } = ColumnTypeEnum

/**
 * Types by column that the engine needs and the adapters don't tell: Postgres's one-byte "char", and
 * times in SQLite, which are numbers to an adapter that leaves types to the models.
 */
const COLUMN_TYPES: Readonly<Record<string, ColumnType>> = {
  constraint_type: Character,
  confdeltype: Character,
  confupdtype: Character,
  started_at: DateTime,
  finished_at: DateTime,
  rolled_back_at: DateTime,
}

function typed({ columnNames, columnTypes, rows }: SqlResultSet): SqlResultSet {
  const types = columnTypes.map((type, i) => COLUMN_TYPES[columnNames[i] ?? ''] ?? type)
  const read = (value: unknown, type: ColumnType | undefined) =>
    type === DateTime && typeof value === 'number' ? new Date(value).toISOString() : value
  return {
    columnNames,
    columnTypes: types,
    rows: rows.map((row) => row.map((value, i) => read(value, types[i]))),
  }
}

function withTypes(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw = async (query: SqlQuery) => {
    const sql = query.sql
      .replaceAll(/\bcon\.(conf(?:del|upd)type),/g, 'con.$1::text AS $1,')
      .replace('constr.contype AS', 'constr.contype::text AS')
    return typed(await adapter.queryRaw({ ...query, sql }))
  }
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw,
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: (script) => adapter.executeScript(script),
    startTransaction: (level) => adapter.startTransaction(level),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: false },
    dispose: () => adapter.dispose(),
  }
}

/** The engine asks for a second database only where migrations are replayed, which is not done here. */
function forEngine(factory: SqlDriverAdapterFactory): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => withTypes(await factory.connect()),
    connectToShadowDb: () => Promise.reject(new Error('no shadow database here')),
  }
}

interface EngineOptions {
  readonly provider: Provider
  /** Connects to the database as it is. */
  readonly adapter: SqlDriverAdapterFactory
  /** Folder of the models it should have. */
  readonly modelsFolder?: string
}

type Files = Awaited<ReturnType<typeof models>>

async function withEngine<T>(
  { provider, adapter, modelsFolder = MODELS }: EngineOptions,
  work: (schemaEngine: engine.SchemaEngine, files: Files) => Promise<T>,
): Promise<T> {
  await (loading ??= load())
  const files = await models(provider, modelsFolder)
  const datamodels = files.map(({ path, content }): [string, string] => [path, content])
  const bound = bindMigrationAwareSqlAdapterFactory(forEngine(adapter))
  const schemaEngine = await engine.SchemaEngine.new({ datamodels }, () => undefined, bound)
  try {
    return await work(schemaEngine, files)
  } finally {
    schemaEngine.free()
  }
}

const FILTERS = { externalTables: [], externalEnums: [] }

/** @returns the SQL that would bring the database to the models; empty when nothing is missing */
export function missingSql(options: EngineOptions): Promise<string> {
  return withEngine(options, async (schemaEngine, files) => {
    const { stdout } = await schemaEngine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: FILTERS,
    })
    const script = (stdout ?? '').trim()
    return script === NOTHING_MISSING ? '' : script
  })
}

/** What Prisma's own tools make of the bookkeeping: a null `history` is one in order. */
export function diagnoseHistory(
  options: EngineOptions,
  migrations: readonly { name: string; script: string }[],
): Promise<engine.DiagnoseMigrationHistoryOutput> {
  const migrationDirectories = migrations.map(({ name, script }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
  }))
  const lockfile = { path: 'migration_lock.toml', content: `provider = "${options.provider}"` }
  const migrationsList = { baseDir: '.', lockfile, shadowDbInitScript: '', migrationDirectories }
  return withEngine(options, (schemaEngine) =>
    schemaEngine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: FILTERS,
    }),
  )
}
