import { z } from 'zod'
import { ShellError, reasonOf, shellProblem } from './shell-problem.ts'

/** What `safeStorage` offers and this needs; the backend can't be asked for in older Electrons. */
export interface Keychain {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(encrypted: Buffer): string
  getSelectedStorageBackend?(): string
}

/** A secret as it lies in a file. `plain` is written and accepted in tests only. */
export const sealed = z.strictObject({
  storage: z.enum(['keychain', 'plain']),
  value: z.string().min(1).max(20_000),
})
export type Sealed = z.infer<typeof sealed>

export interface SecretBox {
  /** Throws KEYCHAIN_UNAVAILABLE when the secret would lie open on the disk. */
  seal(secret: string): Sealed
  /** Throws KEYCHAIN_UNAVAILABLE, or an Error when this user or computer can't decrypt it. */
  unseal(secret: Sealed): string
}

/** Backends of Linux that "encrypt" with a password known to everybody. */
const OPEN_BACKENDS = new Set(['basic_text'])

function unavailableBackend(keychain: Keychain): string | undefined {
  const backend = keychain.getSelectedStorageBackend?.() ?? 'unknown'
  if (OPEN_BACKENDS.has(backend)) return backend
  return keychain.isEncryptionAvailable() ? undefined : backend
}

/**
 * Secrets are encrypted by the operating system's keychain. Where there is none, nothing is stored,
 * except in tests (`allowPlain`). A plain secret found outside tests is refused.
 */
export function createSecretBox(options: { keychain: Keychain; allowPlain: boolean }): SecretBox {
  const { keychain, allowPlain } = options
  return {
    seal(secret) {
      const backend = unavailableBackend(keychain)
      if (backend === undefined) {
        return { storage: 'keychain', value: keychain.encryptString(secret).toString('base64') }
      }
      if (!allowPlain) throw new ShellError(shellProblem('KEYCHAIN_UNAVAILABLE', { backend }))
      return { storage: 'plain', value: secret }
    },
    unseal({ storage, value }) {
      if (storage === 'plain') {
        if (!allowPlain) throw new Error('stored without encryption by a test')
        return value
      }
      const backend = unavailableBackend(keychain)
      if (backend !== undefined)
        throw new ShellError(shellProblem('KEYCHAIN_UNAVAILABLE', { backend }))
      try {
        return keychain.decryptString(Buffer.from(value, 'base64'))
      } catch (error) {
        throw new Error(reasonOf(error), { cause: error })
      }
    },
  }
}
