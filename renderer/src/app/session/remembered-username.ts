const STORAGE_KEY = 'member-desk.username'

/** The username that someone asked this computer to remember, or nothing. Never a password. */
export function rememberedUsername(): string {
  try {
    return (localStorage.getItem(STORAGE_KEY) ?? '').slice(0, 32)
  } catch (error) {
    console.warn('The remembered username cannot be read.', error)
    return ''
  }
}

export function rememberUsername(username: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, username)
  } catch (error) {
    console.warn('The username cannot be remembered.', error)
  }
}

export function forgetUsername(): void {
  try {
    localStorage.removeItem(STORAGE_KEY)
  } catch (error) {
    console.warn('The remembered username cannot be forgotten.', error)
  }
}
