import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const OUT = resolve(import.meta.dirname, '../../../out/server')
const START_LIMIT_MS = 20_000
const listening = z.object({ msg: z.literal('listening'), address: z.url() })

export interface MemberLine {
  readonly externalId: string
  readonly mobile: string
  readonly nickname: string
}

/** A standalone server of its own: own folder, own database file, own key, any free port. */
export class TestServer {
  readonly accessToken = randomBytes(32).toString('base64url')
  readonly #dataKey = randomBytes(32).toString('base64')
  readonly #folder: string
  #child: ChildProcess | undefined
  #port = '0'
  #address = ''

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Imports first and listens then: one process at a time owns the database file. */
  static async start(members: readonly MemberLine[] = []): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'member-desk-e2e-')))
    if (members.length > 0) await server.#import(members)
    await server.listen()
    return server
  }

  get address(): string {
    return this.#address
  }

  get accessLink(): string {
    return `${this.#address}/#access=${this.accessToken}`
  }

  /** Starts listening, after the first time on the same port again. */
  async listen(): Promise<void> {
    const child = spawn(process.execPath, [join(OUT, 'standalone.cjs')], {
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#address = await addressOf(child)
    this.#port = new URL(this.#address).port
  }

  /** Stops as Ctrl+C would, and waits until the process is gone. */
  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(kill)
  }

  async remove(): Promise<void> {
    await this.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #import(members: readonly MemberLine[]): Promise<void> {
    const file = join(this.#folder, 'members.csv')
    const lines = members.map((each) => [each.externalId, each.mobile, each.nickname].join(','))
    await writeFile(file, ['externalId,mobile,nickname', ...lines, ''].join('\n'))
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(OUT, 'cli.cjs'), 'import-members', file],
      { env: this.#environment(), encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(`import-members failed: ${stderr}`)
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      DATABASE_URL: `file:${join(this.#folder, 'member.db')}`,
      BACKUP_DIR: join(this.#folder, 'backups'),
      DATA_KEY: this.#dataKey,
      ACCESS_TOKEN: this.accessToken,
      PORT: this.#port,
    }
  }
}

/** The address that the server writes into its log once it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  if (!child.stdout) throw new Error('the server has no output')
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
  try {
    for await (const line of createInterface(child.stdout)) {
      const found = listening.safeParse(readJson(line))
      if (found.success) return found.data.address
    }
  } finally {
    clearTimeout(limit)
    child.stdout.resume()
  }
  throw new Error(`the server did not start: ${complaints}`)
}

function readJson(line: string): unknown {
  return line.startsWith('{') ? JSON.parse(line) : undefined
}
