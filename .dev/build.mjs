// Builds what is out of date into out/. `node .dev/build.mjs [server]`
import { existsSync } from 'node:fs'
import { hashOf } from './lib/hash.mjs'
import { isCommand } from './lib/is-command.mjs'
import { withLock } from './lib/lock.mjs'
import { note, seconds } from './lib/note.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { runOrFail } from './lib/run.mjs'
import { readStamp, updateStamp } from './lib/stamp.mjs'
import { setup } from './setup.mjs'

const STAMP = inRoot('out/.built.json')
const LIMIT_MS = 5 * 60_000
const NOT_BUILT = /\.(test|spec|bench)\.ts$|(^|\/)(e2e|testing|generated|node_modules|\.build)$/
const SHARED = ['package.json', 'package-lock.json', 'tsconfig.json']

const isContract = (path) =>
  /^server(\/contract(\/.*)?|\/modules(\/[^/.]+|\/.+\.contract\.ts)?)?$/.test(path)

const PARTS = [
  {
    name: 'server',
    cli: 'node_modules/vite/bin/vite.js',
    args: ['build', '-c', 'server/vite.config.ts'],
    outputs: ['out/server/standalone.cjs', 'out/server/embedded.cjs', 'out/server/cli.cjs'],
    hash: () => hashOf([...SHARED, 'server', 'prisma'], (path) => !NOT_BUILT.test(path)),
  },
  {
    name: 'desktop',
    cli: 'node_modules/electron-vite/bin/electron-vite.js',
    args: ['build', '-c', 'electron/electron.vite.config.ts'],
    outputs: ['out/main/index.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'],
    // Of the server the desktop app and its page contain the contracts.
    hash: () =>
      hashOf(
        [...SHARED, 'electron', 'renderer', 'resources', 'server'],
        (path) => !NOT_BUILT.test(path) && (!path.startsWith('server') || isContract(path)),
      ),
  },
]

async function buildPart({ name, cli, args, outputs, hash: hashNow }) {
  const hash = hashNow()
  if (readStamp(STAMP)[name] === hash && outputs.every((path) => existsSync(inRoot(path)))) return
  const startedAtMs = performance.now()
  note(`build: ${name} …`)
  forgetBuild(name)
  await runOrFail(process.execPath, [inRoot(cli), ...args], {
    what: `The ${name} part could not be built.`,
    fix: 'Mend what the message names, and run the command again.',
    env: { NODE_ENV: 'production' },
    limitMs: LIMIT_MS,
  })
  updateStamp(STAMP, { [name]: hash })
  note(`build: ${name}: built in ${seconds(startedAtMs)}`)
}

/**
 * Builds what has changed since it was built last; says nothing when nothing has.
 *
 * @param {{ only?: 'server' }} options `only`: leaves out the desktop app and the page
 */
export async function build({ only } = {}) {
  await withLock('build', async () => {
    for (const part of PARTS) if (only === undefined || only === part.name) await buildPart(part)
  })
}

/** To be called when something else has written into `out/`: the part is built again next time. */
export const forgetBuild = (name) => updateStamp(STAMP, { [name]: undefined })

async function command() {
  await setup()
  await build({ only: process.argv.includes('server') ? 'server' : undefined })
  note('build: out/ is up to date')
}

if (isCommand(import.meta.url)) await main(command)
