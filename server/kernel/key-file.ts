import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { invariant } from './invariant.ts'
import { newRootSecret } from './root-secret.ts'

/** Roots that a rotation may leave behind at once. */
export const PREVIOUS_KEYS_MAX = 4

const FILE_MODE = 0o600

/**
 * The root secrets in a file, one a line: the one in use, then those that a rotation is leaving behind.
 * A file that is not there yet is made with a new root, readable by its owner only.
 */
export function readOrMakeKeyFile(path: string): readonly string[] {
  if (!existsSync(path)) makeKeyFile(path, [newRootSecret()])
  return readKeyFile(path)
}

const textOf = (roots: readonly string[]): string => `${roots.join('\n')}\n`

/** A new key file; one that is there is never written over. */
export function makeKeyFile(path: string, roots: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, textOf(roots), { flag: 'wx', mode: FILE_MODE, flush: true })
}

/** The lines of a key file; whether they are keys is for the caller to see. */
export const readKeyFile = (path: string): readonly string[] =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line, n) => line !== '' || n === 0)

/**
 * Puts roots into a key file, whole or not at all: it is written beside, brought to the disk and renamed,
 * so that a power cut leaves the old roots or the new ones. One file for all, since between two files a
 * key could get lost.
 */
export function replaceKeyFile(path: string, roots: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.new`
  const file = openSync(draft, 'w', FILE_MODE)
  try {
    writeFileSync(file, textOf(roots))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  syncFolder(dirname(path))
}

/** Takes roots that nothing needs any more out of a key file; what else is in it stays. */
export function removeFromKeyFile(path: string, roots: readonly string[]): void {
  const kept = readKeyFile(path).filter((root) => !roots.includes(root))
  invariant(kept.length > 0, 'a key file keeps the key in use')
  replaceKeyFile(path, kept)
}

function syncFolder(folder: string): void {
  // Windows can't open a folder; there the rename itself is written through.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
