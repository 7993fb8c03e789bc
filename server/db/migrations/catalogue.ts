import { createHash } from 'node:crypto'
import type { Provider } from '../dialect.ts'

/** One step of the schema's history, in Prisma's layout: a folder named `<time>_<what>`. */
export interface Migration {
  readonly name: string
  readonly script: string
}

/** Scripts are built into the program: an installed desktop app has no files of ours to lose. */
const FILES: Readonly<Record<Provider, Record<string, string>>> = {
  sqlite: import.meta.glob<string>('../../../prisma/migrations/sqlite/*/migration.sql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  postgresql: import.meta.glob<string>('../../../prisma/migrations/postgresql/*/migration.sql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
}

/** All migrations of a provider in the order they are applied. */
export function migrationsOf(provider: Provider): Migration[] {
  return Object.entries(FILES[provider])
    .map(([path, script]) => ({ name: path.split('/').at(-2) ?? path, script }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Prisma's checksum: SHA-256 of the script. Line ends are made equal, since git may change them. */
export function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.script.replaceAll('\r\n', '\n')).digest('hex')
}
