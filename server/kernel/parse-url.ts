/** The address, or undefined for text that is none. `URL.canParse` is newer than the oldest Node in use. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
