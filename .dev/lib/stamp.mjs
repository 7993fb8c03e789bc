import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * What an earlier run has done. A stamp that is missing or unreadable means "nothing": the work is
 * done again, which is always right.
 */
export function readStamp(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch (error) {
    if (error instanceof SyntaxError || error.code === 'ENOENT') return {}
    throw error
  }
}

/** Adds to a stamp; written beside and renamed, so that a reader never sees half of it. */
export function updateStamp(path, changes) {
  const content = JSON.stringify({ ...readStamp(path), ...changes }, null, 2)
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${content}\n`)
  renameSync(draft, path)
}
