/** The page's address. `app` is registered as a standard, secure scheme before Electron is ready. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'admin'
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`

/** A URL, or undefined for text that is none. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    // `URL.canParse` came after Node 18.15; the constructor's only complaint is "not a URL".
    return undefined
  }
}

/** Does an address belong to the page? Node gives custom schemes no origin, so parts are compared. */
export function isAppUrl(text: string): boolean {
  const url = parseUrl(text)
  return (
    url?.protocol === `${APP_SCHEME}:` &&
    url.hostname === APP_HOST &&
    url.port === '' &&
    url.username + url.password === ''
  )
}
