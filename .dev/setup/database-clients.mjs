import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { note, seconds } from '../lib/note.mjs'
import { hashOf } from '../lib/hash.mjs'
import { inRoot } from '../lib/paths.mjs'
import { runOrFail } from '../lib/run.mjs'

const SCRIPT = 'prisma/generate.mjs'
const LIMIT_MS = 6 * 60_000

/** Generates the typed database clients when a model, the generator or the script has changed. */
export async function generateClients(lockHash, stamp) {
  const { SCHEMAS } = await import(pathToFileURL(inRoot(SCRIPT)).href)
  const sources = [...new Set(SCHEMAS.map((schema) => schema.models)), SCRIPT]
  const hash = `${lockHash} ${hashOf(sources)}`
  const isThere = SCHEMAS.every((schema) => existsSync(inRoot(schema.client, 'client.ts')))
  if (isThere && stamp.clients === hash) return undefined
  const startedAtMs = performance.now()
  note('set-up: database clients: prisma generate …')
  await runOrFail(process.execPath, [inRoot(SCRIPT)], {
    what: 'The database clients could not be generated.',
    fix: 'Check prisma/models; after a change of packages, delete node_modules and try again.',
    // The tool would otherwise ask the network for news about itself.
    env: { CHECKPOINT_DISABLE: '1' },
    limitMs: LIMIT_MS,
  })
  note(`set-up: database clients: generated in ${seconds(startedAtMs)}`)
  return hash
}
