import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ROOT, inRoot } from './paths.mjs'

const toPosix = (path) => path.split(sep).join('/')

function* filesBelow(path, isWanted) {
  if (!isWanted(toPosix(relative(ROOT, path)))) return
  if (!statSync(path).isDirectory()) return yield path
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name), isWanted)
}

/**
 * One hash over names and contents of files and folders; contents, not times, so that a switch of
 * branches and back changes nothing.
 *
 * @param {string[]} paths relative to the project's folder; a missing one counts as missing
 * @param {(path: string) => boolean} isWanted asked for every file and folder, with `/`
 */
export function hashOf(paths, isWanted = () => true) {
  const hash = createHash('sha256')
  for (const path of paths) {
    if (!existsSync(inRoot(path))) hash.update(`missing ${path}\n`)
    else
      for (const file of filesBelow(inRoot(path), isWanted)) {
        const content = readFileSync(file)
        hash.update(`${toPosix(relative(ROOT, file))} ${content.length}\n`).update(content)
      }
  }
  return hash.digest('hex')
}

/** @returns {Promise<string>} the digest of one file, read in pieces */
export async function digestOfFile(path, algorithm, encoding) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(path), hash)
  return hash.digest(encoding)
}
