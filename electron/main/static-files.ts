import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR'].includes(String(error.code))

/** The file as a response; 404 when there is none. Read whole: the built page is a few megabytes. */
export async function fileResponse(path: string): Promise<Response> {
  try {
    const type = TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'
    return new Response(await readFile(path), { headers: { 'content-type': type } })
  } catch (error) {
    if (isMissing(error)) return new Response('Not found', { status: 404 })
    throw error
  }
}

/** The start page. Never kept: the next version of the app names other files in it. */
export async function pageResponse(folder: string): Promise<Response> {
  const response = await fileResponse(join(folder, 'index.html'))
  response.headers.set('cache-control', 'no-store')
  return response
}
