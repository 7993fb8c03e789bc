/** The name under which the server keeps the session; no other cookie passes the shell. */
const NAME = 'md_session'
/** Of all `Set-Cookie` of one answer. Longer ones are not looked at. */
const HEADER_CHARS_MAX = 16_384
/** What may be sent back in a header as it is: RFC 6265 allows more, the server needs no more. */
const VALUE = /^[\w.~+/=-]{1,1024}$/
const DAY_SECONDS = 24 * 3_600
/** However long a server asks for. */
const LIFETIME_SECONDS_MAX = 30 * DAY_SECONDS

/** What an answer says about the session: a new one, or that there is none any more. */
export type SessionChange =
  | { readonly to: 'signedIn'; readonly value: string; readonly lifetimeSeconds: number }
  | { readonly to: 'signedOut' }

/** Electron joins the headers with commas. A date holds a comma too, but no name follows that one. */
const COOKIE_BORDER = /,\s*(?=[!#$%&'*+.^_`|~\w-]+=)/

/** A cookie without a lifetime ends with the browser; the shell's longest stands for that. */
function lifetimeOf(attributes: readonly string[]): number {
  const maxAge = attributes
    .map((text) => /^\s*max-age\s*=\s*(-?\d{1,15})\s*$/i.exec(text)?.[1])
    .findLast((digits) => digits !== undefined)
  return Math.min(Number(maxAge ?? LIFETIME_SECONDS_MAX), LIFETIME_SECONDS_MAX)
}

function readCookie(text: string): SessionChange | undefined {
  const [pair = '', ...attributes] = text.split(';')
  const at = pair.indexOf('=')
  if (pair.slice(0, at).trim() !== NAME) return undefined
  const value = pair.slice(at + 1).trim()
  const lifetimeSeconds = lifetimeOf(attributes)
  if (value === '' || lifetimeSeconds <= 0) return { to: 'signedOut' }
  return VALUE.test(value) ? { to: 'signedIn', value, lifetimeSeconds } : undefined
}

/** Reads the session out of an answer's `Set-Cookie`; the last one counts, undefined when none does. */
export function readSessionChange(headers: Headers): SessionChange | undefined {
  const text = headers.get('set-cookie') ?? ''
  if (text.length > HEADER_CHARS_MAX) return undefined
  return text
    .split(COOKIE_BORDER)
    .map(readCookie)
    .findLast((change) => change !== undefined)
}

/** The `Cookie` header of a session. */
export const cookieHeader = (value: string): string => `${NAME}=${value}`
