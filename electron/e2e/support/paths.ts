import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PROJECT = fileURLToPath(new URL('../../..', import.meta.url))
export const built = (path: string): string => join(PROJECT, 'out', path)

/** Executable of the Electron under test; set-up says which one that is. */
export function electronExecutable(): string {
  const path = process.env['MEMBER_DESK_ELECTRON']
  if (path === undefined) throw new Error('MEMBER_DESK_ELECTRON names the Electron to test with')
  return path
}

/**
 * Arguments before the app's own. An Electron that carries an app in its resources takes no path; root
 * has no sandbox.
 */
export function electronArguments(executable: string): string[] {
  const carriesApp = existsSync(join(dirname(executable), 'resources', 'app'))
  const isRoot = process.getuid?.() === 0
  return [...(isRoot ? ['--no-sandbox'] : []), ...(carriesApp ? [] : [PROJECT])]
}
