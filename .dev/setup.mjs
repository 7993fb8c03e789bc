// Brings a checkout to the state in which everything runs. `node .dev/setup.mjs [--tests]`
import { hashOf } from './lib/hash.mjs'
import { isCommand } from './lib/is-command.mjs'
import { withLock } from './lib/lock.mjs'
import { note, seconds } from './lib/note.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { readStamp, updateStamp } from './lib/stamp.mjs'
import { provideBrowser } from './setup/browser.mjs'
import { generateClients } from './setup/database-clients.mjs'
import { provideElectron } from './setup/electron.mjs'
import { checkNode } from './setup/node-version.mjs'
import { installPackages } from './setup/packages.mjs'
import { provideDisplay, provideFonts } from './setup/screen.mjs'

const STAMP = inRoot('node_modules/.member-desk-setup.json')

async function setUpServer() {
  const lock = hashOf(['package-lock.json'])
  if (await installPackages(lock, readStamp(STAMP)))
    updateStamp(STAMP, { lock, node: process.version })
  const clients = await generateClients(lock, readStamp(STAMP))
  if (clients) updateStamp(STAMP, { clients })
  return lock
}

const setUpElectron = (lockHash, tests) =>
  provideElectron({
    lockHash,
    tests,
    failed: readStamp(STAMP).electron,
    remember: (electron) => updateStamp(STAMP, { electron }),
  })

/**
 * Installs and generates what is missing; says so on standard error, and nothing when there is
 * nothing to do. Works offline when all is there.
 *
 * @param {{ desktop?: boolean, tests?: boolean }} options `desktop`: an Electron if one can be had;
 *   `tests`: what the tests need besides, refused with a `Problem` when it cannot be had
 * @returns {Promise<{ electron?: import('./setup/electron.mjs').Electron, chromium?: string }>}
 */
export async function setup({ desktop = false, tests = false } = {}) {
  checkNode()
  return withLock('set-up', async () => {
    const lock = await setUpServer()
    const electron = desktop || tests ? await setUpElectron(lock, tests) : undefined
    if (!tests) return { electron }
    const chromium = await provideBrowser()
    await provideDisplay()
    await provideFonts()
    return { electron, chromium }
  })
}

async function command() {
  const startedAtMs = performance.now()
  const { electron, chromium } = await setup({ tests: process.argv.includes('--tests') })
  if (electron) note(`set-up: Electron ${electron.version}: ${electron.path}`)
  if (chromium) note(`set-up: Chromium: ${chromium}`)
  note(`set-up: all is there (Node ${process.version}, ${seconds(startedAtMs)})`)
}

if (isCommand(import.meta.url)) await main(command)
