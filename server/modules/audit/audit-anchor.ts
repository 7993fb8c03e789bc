import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Keyring } from '../../kernel/keyring.ts'

export interface ChainEnd {
  readonly seq: number
  readonly hash: string
}

/** Where the end of the chain is also kept, outside the database: a cut tail is then noticed. */
export interface AuditAnchor {
  /** Undefined when there is none. */
  read(): Promise<ChainEnd | undefined>
  write(end: ChainEnd): Promise<void>
}

const stored = z.object({ seq: z.int().min(1), hash: z.string(), mac: z.string() })

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** A file beside the backups, replaced whole; one that this program did not write counts as none. */
export function makeFileAnchor(path: string, keys: Keyring): AuditAnchor {
  const textOf = ({ seq, hash }: ChainEnd) => `${seq}|${hash}`
  return {
    async read() {
      try {
        const { mac, ...end } = stored.parse(JSON.parse(await readFile(path, 'utf8')))
        return keys.isMac('audit.anchor', textOf(end), mac) ? end : undefined
      } catch (error) {
        if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError)
          return undefined
        throw error
      }
    },
    async write(end) {
      await mkdir(dirname(path), { recursive: true })
      const draft = `${path}.new`
      const file = await open(draft, 'w', 0o600)
      try {
        await file.writeFile(
          `${JSON.stringify({ ...end, mac: keys.mac('audit.anchor', textOf(end)) })}\n`,
        )
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, path)
    },
  }
}
