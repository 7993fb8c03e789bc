import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { note, seconds } from '../lib/note.mjs'
import { npm, npmOrFail } from '../lib/npm.mjs'
import { Problem } from '../lib/problem.mjs'
import { excerpt, run } from '../lib/run.mjs'
import { canInstallSystemPackages, findProgram, installSystemPackages } from './debian.mjs'
import { isInstalledAsLocked } from './lockfile.mjs'

const INSTALL_LIMIT_MS = 30 * 60_000
const REBUILD_LIMIT_MS = 15 * 60_000
const LOAD_LIMIT_MS = 30_000
const COMPILER = { python3: 'python3', make: 'make', 'g++': 'g++' }
const COMPILER_FIX =
  'sqlite3 is compiled where its ready-made binary cannot be downloaded. Install python3, make and ' +
  'a C++ compiler (Debian: apt-get install python3 make g++; macOS: xcode-select --install; ' +
  'Windows: Visual Studio Build Tools) and run the command again.'

// The headers that came with Node save node-gyp a download that not every network allows.
function compilerEnv() {
  const prefix = dirname(dirname(process.execPath))
  const hasHeaders = existsSync(join(prefix, 'include/node/node.h'))
  return { JOBS: 'max', ...(hasHeaders ? { npm_config_nodedir: prefix } : {}) }
}

async function provideCompiler() {
  const missing = Object.keys(COMPILER).filter((program) => findProgram(program) === undefined)
  if (missing.length > 0 && canInstallSystemPackages())
    await installSystemPackages(missing.map((program) => COMPILER[program]))
}

const loadSqlite = () =>
  run(process.execPath, ['-e', "require('sqlite3')"], { limitMs: LOAD_LIMIT_MS })

async function checkSqlite() {
  if ((await loadSqlite()).ok) return
  note('set-up: compiling sqlite3, whose binary is missing or made for another system …')
  await provideCompiler()
  const rebuild = await npm(['rebuild', 'sqlite3'], {
    env: compilerEnv(),
    limitMs: REBUILD_LIMIT_MS,
  })
  const load = await loadSqlite()
  if (load.ok) return
  throw new Problem('The database driver sqlite3 does not load.', {
    why: `${rebuild.ok ? load.why : rebuild.why}\n${excerpt(rebuild.ok ? load.output : rebuild.output)}`,
    fix: COMPILER_FIX,
  })
}

/**
 * Brings node_modules to the state of package-lock.json.
 *
 * @param {string} lockHash what package-lock.json holds now
 * @param {{ lock?: string, node?: string }} stamp the state that was checked last
 * @returns {Promise<boolean>} was there anything to do?
 */
export async function installPackages(lockHash, stamp) {
  // Another Node may need another binary of sqlite3.
  if (stamp.lock === lockHash && stamp.node === process.version) return false
  const startedAtMs = performance.now()
  if (!isInstalledAsLocked()) {
    await provideCompiler()
    note('set-up: packages: npm ci (takes some minutes the first time) …')
    await npmOrFail(['ci'], {
      what: 'The packages could not be installed.',
      fix: `Check the network, and the registry with \`npm ping\`. If gyp is named: ${COMPILER_FIX}`,
      // Warnings about other people's packages would hide what went wrong.
      env: { ...compilerEnv(), npm_config_loglevel: 'error' },
      limitMs: INSTALL_LIMIT_MS,
    })
    note(`set-up: packages: installed in ${seconds(startedAtMs)}`)
  }
  await checkSqlite()
  return true
}
