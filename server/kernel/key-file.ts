import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const ROOT_BYTES = 32

/** The root secret in a file, made on first use and readable by its owner only. Never overwritten. */
export function readOrMakeKeyFile(path: string): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const secret = randomBytes(ROOT_BYTES).toString('base64')
    writeFileSync(path, `${secret}\n`, { flag: 'wx', mode: 0o600, flush: true })
  }
  return readFileSync(path, 'utf8').trim()
}
