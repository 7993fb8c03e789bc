import { ROOT } from './paths.mjs'

/** Root, as in containers, has no sandbox for the page's processes. */
export const needsNoSandbox = () => process.platform === 'linux' && process.getuid() === 0

/**
 * Arguments that make an Electron start this project; the one for tests starts it by itself.
 *
 * @param {import('../setup/electron.mjs').Electron} electron
 */
export const electronArgs = (electron) => [
  ...(needsNoSandbox() ? ['--no-sandbox'] : []),
  ...(electron.isReal ? [ROOT] : []),
]
