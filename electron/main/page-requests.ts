import { parseUrl } from './app-url.ts'

const PAGE_PROTOCOLS = new Set(['app:', 'data:', 'blob:', 'devtools:', 'chrome-extension:'])

interface PageRequest {
  readonly url: string
  readonly method: string
  /** What the answer is for, in Electron's words. */
  readonly resourceType: string
}

/**
 * What the page's session may load: itself, and pictures of members by https. The CSP says so too; this
 * holds where a CSP doesn't reach. `devUrl` is where Vite serves the page while developing.
 */
export function mayPageRequest(
  { url: address, method, resourceType }: PageRequest,
  devUrl: string | undefined,
): boolean {
  const url = parseUrl(address)
  if (!url) return false
  if (PAGE_PROTOCOLS.has(url.protocol)) return true
  if (url.protocol === 'https:' && resourceType === 'image' && method === 'GET') return true
  const devHost = parseUrl(devUrl ?? '')?.host
  return devHost !== undefined && url.host === devHost
}
