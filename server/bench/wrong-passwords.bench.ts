import { Agent, request } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nowMs, systemClock } from '../kernel/clock.ts'
import { runBuilt, startBuiltServer } from '../testing/run-built.ts'

const GUESSES = 10_000
const USERS = 1_000
const AT_ONCE = 15
const A_BATCH = 200
const ADMIN = { username: 'admin', password: 'a long enough secret 42' }
const METRICS_TOKEN = 'metrics-token-0123456789-abcdefghijkl'

interface Answer {
  readonly status: number
  readonly text: string
  readonly cookie: string
}

/** Sends one call from a loopback address of its own, as another machine would. */
function send(
  base: URL,
  agent: Agent,
  path: string,
  init: { body?: unknown; headers?: object } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const method = init.body === undefined ? 'GET' : 'POST'
    const headers = { 'content-type': 'application/json', ...init.headers }
    const sent = request(new URL(path, base), { agent, method, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text,
          cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
        }),
      )
    })
    sent.on('error', reject)
    sent.end(init.body === undefined ? undefined : JSON.stringify(init.body))
  })
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0

/**
 * Ten thousand wrong passwords over a thousand accounts, half of the guesses beyond the lock, while
 * somebody else signs in and works from another address.
 */
export async function benchWrongPasswords() {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-bench-'))
  const env = {
    DATABASE_URL: `file:${join(folder, 'member.db')}`,
    BACKUP_DIR: join(folder, 'backups'),
    FILES_DIR: join(folder, 'files'),
    LOG_LEVEL: 'error',
    METRICS_TOKEN,
  }
  const made = await runBuilt(
    'cli',
    ['create-admin', '--username', ADMIN.username],
    env,
    ADMIN.password,
  ).finished
  if (made.code !== 0) throw new Error(made.stderr)
  const server = await startBuiltServer({ ...env, LOG_LEVEL: 'info' })
  server.child.stdout?.resume()
  const base = new URL(server.address)
  const attacker = new Agent({ keepAlive: true, localAddress: '127.0.0.2', maxSockets: AT_ONCE })
  const honest = new Agent({ keepAlive: true, localAddress: '127.0.0.3' })
  try {
    const residentMb = async () => {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
      const { text } = await send(base, honest, '/metrics', { headers })
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 2 ** 20
    }
    const signIn = () => send(base, honest, '/trpc/session.signIn', { body: ADMIN })
    const { cookie } = await signIn()
    for (let n = 0; n < USERS; n += A_BATCH) {
      const staff = Array.from({ length: A_BATCH }, (_, i) => ({
        username: `user${n + i}`,
        displayName: '员工',
        roleIds: [1],
        storeIds: [],
      }))
      const answer = await send(base, honest, '/trpc/staff.create', {
        body: { staff },
        headers: { cookie },
      })
      if (answer.status !== 200) throw new Error(answer.text)
    }
    const before = await residentMb()
    const peaks: number[] = []
    const refusals: Record<string, number> = {}
    const signIns: number[] = []
    const reads: number[] = []
    let entries = 0
    let sent = 0
    let isOver = false
    const guess = async () => {
      while (sent < GUESSES) {
        const n = sent
        sent += 1
        // Ten guesses at each account, of which five come after the lock.
        const username = `user${n % USERS}`
        const body = { username, password: `wrong-${n}` }
        const answer = await send(base, attacker, '/trpc/session.signIn', { body })
        if (answer.cookie !== '') entries += 1
        const code = /"code":"([A-Z_]+)","params"/.exec(answer.text)?.[1] ?? String(answer.status)
        refusals[code] = (refusals[code] ?? 0) + 1
      }
    }
    const timed = async (into: number[], work: () => Promise<Answer>) => {
      const startedAt = nowMs(systemClock)
      const answer = await work()
      if (answer.status !== 200) throw new Error(`the honest user was refused: ${answer.text}`)
      into.push(nowMs(systemClock) - startedAt)
    }
    const work = async () => {
      while (!isOver) {
        await timed(signIns, signIn)
        for (let n = 0; n < 5; n += 1) {
          await timed(reads, () => send(base, honest, '/trpc/system.info', { headers: { cookie } }))
        }
        peaks.push(await residentMb())
      }
    }
    const startedAt = nowMs(systemClock)
    const working = work()
    await Promise.all(Array.from({ length: AT_ONCE }, guess))
    isOver = true
    await working
    return {
      guesses: GUESSES,
      users: USERS,
      seconds: Math.round((nowMs(systemClock) - startedAt) / 100) / 10,
      entries,
      refusals,
      honestSignIns: signIns.length,
      honestSignInMs: { p50: percentile(signIns, 0.5), p99: percentile(signIns, 0.99) },
      honestReadMs: { p50: percentile(reads, 0.5), p99: percentile(reads, 0.99) },
      residentMb: { before: Math.round(before), peak: Math.round(Math.max(...peaks)) },
    }
  } finally {
    server.child.kill('SIGTERM')
    await server.finished
    await rm(folder, { recursive: true, force: true })
  }
}
