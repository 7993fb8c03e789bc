// Runs the conformance suite against Prisma's published SQLite adapters, for the table in
// `server/db/README.md`. They are no dependency of this project: install them elsewhere first.
//
//   npm install --prefix FOLDER @prisma/adapter-better-sqlite3@7.10 @prisma/adapter-libsql@7.10
//   node server/db/testing/compare-adapters.mjs FOLDER
import { resolve } from 'node:path'
import { startVitest } from 'vitest/node'

const [folder] = process.argv.slice(2)
if (!folder) {
  process.stderr.write('usage: node server/db/testing/compare-adapters.mjs FOLDER\n')
  process.exit(2)
}

const vitest = await startVitest('test', [], {
  config: false,
  root: import.meta.dirname,
  include: ['published-adapters.compare.ts'],
  tags: [{ name: 'long' }],
  provide: { adaptersFolder: resolve(folder) },
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  teardownTimeout: 5_000,
  reporters: ['verbose'],
})
await vitest?.close()
