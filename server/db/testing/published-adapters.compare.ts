import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { inject } from 'vitest'
import { describeConformance } from './conformance.ts'
import type { OpenSubject } from './conformance/subject.ts'
import { PrismaClient } from './generated/client.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with `node_modules` in which the published adapters are installed. */
    adaptersFolder: string
  }
}

type Factory = new (
  options: { url: string; timeout: number },
  settings: { timestampFormat: 'unixepoch-ms' },
) => SqlDriverAdapterFactory

async function factoryOf(name: string, exported: string): Promise<Factory> {
  const require = createRequire(join(inject('adaptersFolder'), 'package.json'))
  // A package outside the project: its types are not at hand here.
  const module = (await import(pathToFileURL(require.resolve(name)).href)) as Record<
    string,
    Factory
  >
  const factory = module[exported]
  if (!factory) throw new Error(`${name} does not export ${exported}`)
  return factory
}

/** Opened as their manuals say, with the settings they offer and the pragmas asked for by hand. */
function opener(name: string, exported: string): OpenSubject {
  return async (path, { busyTimeoutMs }) => {
    const Factory = await factoryOf(name, exported)
    const options = { url: `file:${path}`, timeout: busyTimeoutMs }
    const adapter = new Factory(options, { timestampFormat: 'unixepoch-ms' })
    const client = new PrismaClient({ adapter })
    await client.$queryRawUnsafe(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
    await client.$queryRawUnsafe('PRAGMA synchronous = FULL')
    await client.$queryRawUnsafe('PRAGMA foreign_keys = ON')
    return { client, close: () => client.$disconnect() }
  }
}

describeConformance(
  'better-sqlite3',
  opener('@prisma/adapter-better-sqlite3', 'PrismaBetterSqlite3'),
)
describeConformance('libsql', opener('@prisma/adapter-libsql', 'PrismaLibSql'))
