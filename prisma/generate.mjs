// Writes one schema per provider (its head before the shared models) and generates the typed clients.
// Run by the set-up; `node prisma/generate.mjs` by hand after a change of a model.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Schema folder, provider, folder of the models, folder of the generated client. */
export const SCHEMAS = [
  {
    name: 'sqlite',
    provider: 'sqlite',
    models: 'prisma/models',
    client: 'server/db/generated/sqlite',
  },
  {
    name: 'postgresql',
    provider: 'postgresql',
    models: 'prisma/models',
    client: 'server/db/generated/postgresql',
  },
  {
    name: 'conformance',
    provider: 'sqlite',
    models: 'server/db/testing/models',
    client: 'server/db/testing/generated',
  },
]

/** @returns the folder with the complete schema of one provider */
export function buildSchema({ name, provider, models, client }) {
  const folder = join(root, 'prisma/.build', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(root, models), folder, { recursive: true })
  const output = JSON.stringify(join(root, client))
  writeFileSync(
    join(folder, 'head.prisma'),
    `datasource db {\n  provider = "${provider}"\n}\n\ngenerator client {\n  provider = "prisma-client"\n` +
      `  output = ${output}\n  runtime = "nodejs"\n  moduleFormat = "cjs"\n  engineType = "client"\n` +
      `  previewFeatures = ["partialIndexes"]\n}\n`,
  )
  return folder
}

function generate(schema) {
  // `generate` needs no schema engine, but its CLI would try to download one unless told where it is.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  const cli = join(root, 'node_modules/prisma/build/index.js')
  execFileSync(process.execPath, [cli, 'generate', '--schema', buildSchema(schema)], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 120_000,
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) SCHEMAS.forEach(generate)
