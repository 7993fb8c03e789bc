import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of its own for one test, with a name as real users have them. Gone afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), '会员 desk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
