const PREFIX = '#access='
const LENGTH_MAX = 1_000

/**
 * The access token in the fragment of the link that the server prints, or undefined. A fragment never
 * leaves the browser by itself, so the token is in no log of any proxy.
 */
export function accessTokenOf(hash: string): string | undefined {
  if (!hash.startsWith(PREFIX)) return undefined
  const text = hash.slice(PREFIX.length)
  try {
    return decodeURIComponent(text).slice(0, LENGTH_MAX)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    // Not an encoded text: the server is to judge it as it stands.
    return text.slice(0, LENGTH_MAX)
  }
}
