import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { note } from '../lib/note.mjs'
import { runOrFail } from '../lib/run.mjs'

const UPDATE_LIMIT_MS = 3 * 60_000
const INSTALL_LIMIT_MS = 15 * 60_000

/** @returns {string | undefined} the full path of a program on PATH */
export function findProgram(name) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = folders.flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)))
  return paths.find((path) => existsSync(path))
}

/** Can packages of the system be installed here without asking anyone? */
export const canInstallSystemPackages = () =>
  process.platform === 'linux' &&
  existsSync('/etc/debian_version') &&
  process.getuid() === 0 &&
  findProgram('apt-get') !== undefined

let isListFresh = false

/** Installs packages of Debian or Ubuntu; only where `canInstallSystemPackages()`. */
export async function installSystemPackages(packages) {
  const fix = `Check the network and the package sources, or install by hand: ${packages.join(' ')}`
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args, limitMs) =>
    runOrFail('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
      what: `apt-get could not install ${packages.join(', ')}.`,
      fix,
      env,
      limitMs,
    })
  note(`set-up: installing from the system's packages: ${packages.join(' ')} …`)
  if (!isListFresh) await apt(['update'], UPDATE_LIMIT_MS)
  isListFresh = true
  await apt(['install', '-y', '--no-install-recommends', ...packages], INSTALL_LIMIT_MS)
}
