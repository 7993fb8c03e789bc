import { z } from 'zod'

/** A passphrase is all that stands between a copy of the key and whoever finds it. */
export const PASSPHRASE_MIN = 12
export const PASSPHRASE_MAX = 200
export const passphrase = z.string().min(PASSPHRASE_MIN).max(PASSPHRASE_MAX)

/** Public name of a root secret. */
const keyId = z.string()

export const keyState = z.object({
  keyId,
  since: z.int(),
  /** When a copy of this key was last said to be in a safe place; null: never. */
  exportedAt: z.int().nullable(),
  /** Keys before this one that something is still written with, so that they are needed. */
  unfinished: z.array(keyId),
  /** Who changes the key: this window, or a command where the server runs. */
  changedBy: z.enum(['window', 'command']),
})
export type KeyState = z.infer<typeof keyState>

export const exportKeyInput = z.object({ passphrase })
export type ExportKeyInput = z.infer<typeof exportKeyInput>

/** A copy of the key that opens with the passphrase only. */
export const exportedKey = z.object({ keyId, fileName: z.string(), text: z.string() })
export type ExportedKey = z.infer<typeof exportedKey>

/** The copy of this key is where it is safe: only who has the file can say so. */
export const confirmExportInput = z.object({ keyId })
export type ConfirmExportInput = z.infer<typeof confirmExportInput>

export const rotateKeyInput = z.object({ reason: z.string().trim().min(2).max(200) })
export type RotateKeyInput = z.infer<typeof rotateKeyInput>

/** What the job is given. `from`: the key to be replaced; null goes on with a change begun before. */
export const rotateKeysJob = rotateKeyInput.extend({ from: keyId.nullable() })

export const rotationResult = z.object({
  /** Keys that were replaced. */
  from: z.array(keyId),
  changed: z.int(),
  /** What could not be rewritten. */
  left: z.int(),
})
export type RotationResult = z.infer<typeof rotationResult>

export { startedJob } from '../../contract/started-job.ts'
