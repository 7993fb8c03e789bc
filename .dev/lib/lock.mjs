import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { note } from './note.mjs'
import { inRoot } from './paths.mjs'
import { Problem } from './problem.mjs'

const WAIT_LIMIT_MS = 30 * 60_000
const POLL_MS = 250

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // It runs, but belongs to someone else.
  }
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function tryToTake(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

// Renamed before it is removed: of two that find the same stale lock, one takes it away; a lock that
// somebody took meanwhile is put back.
function removeStale(path, owner) {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
    if (ownerOf(aside) === owner) rmSync(aside)
    else renameSync(aside, path)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

/**
 * Runs `work` while no other command of this checkout does the same; a lock left by a killed
 * command is recognised by its process being gone.
 */
export async function withLock(name, work) {
  const path = inRoot('.cache', `${name}.lock`)
  mkdirSync(dirname(path), { recursive: true })
  const giveUpAtMs = performance.now() + WAIT_LIMIT_MS
  let isNoted = false
  while (!tryToTake(path)) {
    const owner = ownerOf(path)
    if (owner !== undefined && !isAlive(owner)) removeStale(path, owner)
    else if (performance.now() > giveUpAtMs)
      throw new Problem(`Waited too long for another ${name}.`, {
        why: `process ${owner} still holds ${path}`,
        fix: `End process ${owner}, or delete the file if that process is something else.`,
      })
    else {
      if (!isNoted) note(`Waiting for the ${name} that process ${owner} is doing …`)
      isNoted = true
      await delay(POLL_MS)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}
