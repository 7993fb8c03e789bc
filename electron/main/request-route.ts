import { extname, isAbsolute, relative, resolve, sep } from 'node:path'

export type RequestRoute =
  /** To the server, as it came. */
  | { readonly to: 'server' }
  | { readonly to: 'file'; readonly path: string }
  /** The page's own address, such as /members: index.html, whose router knows what to show. */
  | { readonly to: 'page' }
  | { readonly to: 'refused' }

const SERVER_FOLDERS = new Set(['trpc', 'files'])

/** Parts of a path after decoding; undefined where the decoding could smuggle a separator in. */
function pathParts(pathname: string): string[] | undefined {
  if (!pathname.startsWith('/')) return undefined
  const parts = pathname.slice(1).split('/').map(decodePart)
  return parts.every(isHarmless) ? parts : undefined
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A broken escape has no meaning; `\0` makes the part, and with it the request, refused.
    return '\0'
  }
}

function isHarmless(part: string): boolean {
  return part !== '..' && part !== '.' && !/[/\\\0:]/.test(part)
}

/** Is `path` inside `folder`, and not the folder itself? */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * Decides about a request to `app://admin/` by its path alone. Nothing outside `folder` is ever named:
 * the parts are checked after decoding, and the outcome once more as a whole.
 */
export function routeRequest(folder: string, pathname: string): RequestRoute {
  const parts = pathParts(pathname)
  if (parts === undefined) return { to: 'refused' }
  const [first = ''] = parts
  if (SERVER_FOLDERS.has(first) && parts.length > 1) return { to: 'server' }
  if (extname(parts.at(-1) ?? '') === '') return { to: 'page' }
  const path = resolve(folder, ...parts)
  return isInside(folder, path) ? { to: 'file', path } : { to: 'refused' }
}
