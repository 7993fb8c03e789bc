import type { Keychain } from '../secret-box.ts'

/** A keychain of one user: what another one encrypted can't be decrypted. */
export function fakeKeychain(user = 'a', backend = 'gnome_libsecret'): Keychain {
  return {
    isEncryptionAvailable: () => backend !== 'basic_text',
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => Buffer.from(`${user}:${text}`),
    decryptString: (encrypted) => {
      const text = encrypted.toString()
      if (!text.startsWith(`${user}:`)) throw new Error('cannot decrypt')
      return text.slice(user.length + 1)
    },
  }
}
