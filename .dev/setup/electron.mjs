import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { note, seconds } from '../lib/note.mjs'
import { inRoot } from '../lib/paths.mjs'
import { Problem } from '../lib/problem.mjs'
import { run } from '../lib/run.mjs'
import { findTestElectron, provideTestElectron } from './test-electron.mjs'

const MODULE = 'node_modules/electron'
const TESTS_LIMIT_MS = 60_000
const APP_LIMIT_MS = 10 * 60_000

const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined)

const wantedVersion = () => JSON.parse(readFileSync(inRoot(MODULE, 'package.json'), 'utf8')).version

/** @typedef {{ path: string, version: string, isReal: boolean }} Electron */

/** @returns {Electron | undefined} the Electron that ships, when it has been downloaded */
function findRealElectron() {
  const program = textOf(inRoot(MODULE, 'path.txt'))
  const version = textOf(inRoot(MODULE, 'dist/version'))?.replace(/^v/, '')
  const path = inRoot(MODULE, 'dist', program ?? '')
  if (!program || version !== wantedVersion() || !existsSync(path)) return undefined
  return { path, version, isReal: true }
}

/** @returns {Electron | undefined} the one that MEMBER_DESK_ELECTRON points at */
function fromEnvironment() {
  const path = process.env['MEMBER_DESK_ELECTRON']
  if (!path) return undefined
  if (!existsSync(path))
    throw new Problem('Electron is not where it is said to be.', {
      why: `MEMBER_DESK_ELECTRON is ${path}, and there is no such file.`,
      fix: 'Correct the variable, or unset it.',
    })
  const version = textOf(join(dirname(path), 'version'))?.replace(/^v/, '') ?? 'of unknown version'
  return { path, version, isReal: version === wantedVersion() }
}

// One attempt for each state of the lockfile, so that a network without the download pays once.
async function download(lockHash, failed, limitMs) {
  if (failed?.lock === lockHash && failed.limitMs >= limitMs) return failed
  const startedAtMs = performance.now()
  note(`set-up: Electron ${wantedVersion()}: downloading …`)
  const result = await run(process.execPath, [inRoot(MODULE, 'install.js')], { limitMs })
  if (findRealElectron()) {
    note(`set-up: Electron ${wantedVersion()}: downloaded in ${seconds(startedAtMs)}`)
    return undefined
  }
  const reason = result.output.split('\n').find((line) => /error/i.test(line))
  return { lock: lockHash, limitMs, why: reason?.trim() ?? result.why }
}

/**
 * Gets an Electron. What failed is told to `remember`, to be handed in as `failed` the next time.
 *
 * @param {{ lockHash: string, failed?: object, remember: (failure: object | undefined) => void,
 *   tests: boolean }} options `tests`: a run of the tests, for which an older Electron will do
 * @returns {Promise<Electron | undefined>} `undefined`: none can be had; never for tests
 */
export async function provideElectron({ lockHash, failed, remember, tests }) {
  const found = fromEnvironment() ?? findRealElectron()
  if (found) return found
  const failure = await download(lockHash, failed, tests ? TESTS_LIMIT_MS : APP_LIMIT_MS)
  remember(failure)
  if (failure === undefined) return findRealElectron()
  const why = `Electron ${wantedVersion()} could not be downloaded (${failure.why})`
  if (!tests) {
    note(`set-up: ${why}. \`npx install-electron\` tries again.`)
    return findTestElectron()
  }
  const substitute = await provideTestElectron(why)
  note(`set-up: Electron ${substitute.version} for tests only: ${why}.`)
  return substitute
}
