import { compareProtocol, versionInfo } from '../../server/contract/version.ts'
import type { ShellProblem } from '../ipc-contract.ts'
import { reasonOf, shellProblem } from './shell-problem.ts'

const TIMEOUT_MS = 10_000
const BODY_CHARS_MAX = 64 * 1024

/** Electron's `session.fetch`, narrowed to what is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type HandshakeResult =
  | { readonly status: 'ok'; readonly version: string }
  | { readonly status: 'unreachable' | 'notMemberDesk'; readonly problem: ShellProblem }
  | {
      readonly status: 'clientTooOld' | 'serverTooOld'
      readonly version: string
      readonly problem: ShellProblem
    }

/**
 * Redirects are refused: what is passed on later would follow one to another server. Nothing is cached
 * or remembered as a cookie.
 */
const requestInit = (): RequestInit => ({
  headers: { accept: 'application/json' },
  redirect: 'error',
  credentials: 'omit',
  cache: 'no-store',
  signal: AbortSignal.timeout(TIMEOUT_MS),
})

async function readText(response: Response): Promise<string> {
  if (response.body === null) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
    if (text.length > BODY_CHARS_MAX) {
      await reader.cancel()
      throw new Error(`answer longer than ${BODY_CHARS_MAX} characters`)
    }
  }
}

const unreachable = (url: string, reason: string): HandshakeResult => ({
  status: 'unreachable',
  problem: shellProblem('REMOTE_UNREACHABLE', { url, reason }),
})

const foreign = (url: string, reason: string): HandshakeResult => ({
  status: 'notMemberDesk',
  problem: shellProblem('REMOTE_NOT_MEMBER_DESK', { url, reason }),
})

/** Reads an answer to `GET /version`. Exported for its tests. */
export function judgeVersion(url: string, status: number, text: string): HandshakeResult {
  // A proxy in front of a server that is down answers with one of these.
  if (status >= 500 || status === 429) return unreachable(url, `HTTP ${status}`)
  if (status !== 200) return foreign(url, `HTTP ${status}`)
  const parsed = versionInfo.safeParse(parseJson(text))
  if (!parsed.success) return foreign(url, 'unknown answer')
  const { version } = parsed.data
  const verdict = compareProtocol(parsed.data)
  switch (verdict) {
    case 'ok':
      return { status: 'ok', version }
    case 'clientTooOld':
      return {
        status: verdict,
        version,
        problem: shellProblem('REMOTE_CLIENT_TOO_OLD', { version }),
      }
    case 'serverTooOld':
      return {
        status: verdict,
        version,
        problem: shellProblem('REMOTE_SERVER_TOO_OLD', { version }),
      }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is one more way of not being a Member Desk server; the schema refuses undefined.
    return undefined
  }
}

/**
 * Finds out whether a Member Desk server that this app can talk to answers at the address (without a
 * slash at the end). Who may do what there is asked by the page: staff sign in.
 */
export async function shakeHands(fetch: Fetch, baseUrl: string): Promise<HandshakeResult> {
  try {
    const answer = await fetch(`${baseUrl}/version`, requestInit())
    return judgeVersion(baseUrl, answer.status, await readText(answer))
  } catch (error) {
    return unreachable(baseUrl, reasonOf(error))
  }
}
