import { parseUrl } from './app-url.ts'
import { shellProblem } from './shell-problem.ts'
import type { ShellProblem } from '../ipc-contract.ts'

export type RemoteUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: ShellProblem }

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * The address of a server as people type it, normalised without a slash at the end. Only https, or http
 * on this computer; no user name, query or fragment. A missing scheme means https.
 */
export function parseRemoteUrl(text: string): RemoteUrl {
  const trimmed = text.trim()
  const absolute = HAS_SCHEME.test(trimmed) ? trimmed : `https://${trimmed}`
  const url = parseUrl(absolute)
  return url === undefined ? { ok: false, problem: shellProblem('URL_INVALID') } : checkUrl(url)
}

function checkUrl(url: URL): RemoteUrl {
  const isPlain = url.protocol === 'http:'
  const hasExtras = url.username + url.password + url.search + url.hash !== ''
  if ((url.protocol !== 'https:' && !isPlain) || url.hostname === '' || hasExtras) {
    return { ok: false, problem: shellProblem('URL_INVALID') }
  }
  if (isPlain && !LOOPBACK.test(url.hostname)) {
    return { ok: false, problem: shellProblem('URL_INSECURE') }
  }
  return { ok: true, url: url.origin + url.pathname.replace(/\/+$/, '') }
}
