import { existsSync, readFileSync } from 'node:fs'
import { inRoot } from '../lib/paths.mjs'

const HIDDEN = 'node_modules/.package-lock.json'

const packagesOf = (path) => JSON.parse(readFileSync(inRoot(path), 'utf8')).packages ?? {}

/**
 * Does node_modules hold what package-lock.json asks for? True after a plain `npm ci` as well, so
 * that nothing is installed twice. Optional packages may be missing: they are for other systems.
 */
export function isInstalledAsLocked() {
  if (!existsSync(inRoot(HIDDEN))) return false
  const installed = packagesOf(HIDDEN)
  return Object.entries(packagesOf('package-lock.json')).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    if (found === undefined) return wanted.optional === true
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}
