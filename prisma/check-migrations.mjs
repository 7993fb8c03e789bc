// Compares what the migrations build with what the models ask for, on both databases.
//
//   node prisma/check-migrations.mjs                 prints the missing SQL; exit 1 when there is any
//   node prisma/check-migrations.mjs --write NAME    writes it as a new migration of both databases
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const folder = dirname(fileURLToPath(import.meta.url))
const [flag, name] = process.argv.slice(2)

if (flag !== undefined && (flag !== '--write' || !/^[a-z][a-z0-9_]*$/.test(name ?? ''))) {
  process.stderr.write('usage: node prisma/check-migrations.mjs [--write name_in_snake_case]\n')
  process.exit(2)
}

/** Written for both databases in one go: a change that one of them doesn't notice is still a step. */
function write(scripts) {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  for (const [provider, script] of Object.entries(scripts)) {
    const path = join(folder, 'migrations', provider, `${stamp}_${name}`, 'migration.sql')
    if (existsSync(path)) throw new Error(`${path} exists`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(
      path,
      script ? `${script}\n` : '-- Nothing changes on this database.\nSELECT 1;\n',
    )
    process.stdout.write(`${path}\n`)
  }
}

const { module } = await runnerImport(join(folder, '../server/db/testing/drift.ts'), {
  configFile: false,
  logLevel: 'error',
})
const scripts = await module.missingSqlOfMigrations()
const missing = Object.entries(scripts).filter(([, script]) => script !== '')
if (missing.length === 0) {
  process.stdout.write('The migrations of both databases lead to the models.\n')
} else if (flag === '--write') {
  write(scripts)
} else {
  for (const [provider, script] of missing) {
    process.stdout.write(`-- missing in prisma/migrations/${provider}\n${script}\n\n`)
  }
  process.exitCode = 1
}
