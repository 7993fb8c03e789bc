import { parseUrl } from '../kernel/parse-url.ts'

/** True for a name or address that is only ever this machine itself. */
export function isLoopbackName(host: string): boolean {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const hostname = parseUrl(`http://${name}`)?.hostname ?? ''
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
