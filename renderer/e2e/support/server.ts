import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import sqlite3 from 'sqlite3'
import type { APIRequestContext, Page } from '@playwright/test'

const OUT = resolve(import.meta.dirname, '../../../out/server')
const START_LIMIT_MS = 20_000
const listening = z.object({ msg: z.literal('listening'), address: z.url() })

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface MemberLine {
  readonly externalId: string
  readonly mobile: string
  readonly nickname: string
}

/** A standalone server of its own: own folder, own database file, own key, any free port. */
export class TestServer {
  /** Who may do everything here. */
  readonly administrator = { username: 'admin', password: 'a long enough secret 42' }
  readonly #dataKey = randomBytes(32).toString('base64')
  readonly #folder: string
  readonly #settings: Readonly<Record<string, string>>
  #errors = ''
  #child: ChildProcess | undefined
  #port = '0'
  #address = ''

  private constructor(folder: string, settings: Readonly<Record<string, string>> = {}) {
    this.#folder = folder
    this.#settings = settings
  }

  /** A server that nobody has set up. With `PUBLIC_URL` it asks for the token that it prints. */
  static async startNew(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'member-desk-e2e-')), settings)
    await server.listen()
    return server
  }

  /** The one-time token of first run, as printed for the person at the terminal. */
  get firstRunToken(): string {
    const token = /First-run token\s+(\S+)/.exec(this.#errors)?.[1]
    if (!token) throw new Error(`no token was printed: ${this.#errors}`)
    return token
  }

  /** Imports first and listens then: one process at a time owns the database file. */
  static async start(
    members: readonly MemberLine[] = [],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'member-desk-e2e-')), settings)
    server.#command(
      ['create-admin', '--username', 'admin', '--name', '孙浩'],
      server.administrator.password,
    )
    if (members.length > 0) await server.#import(members)
    await server.listen()
    return server
  }

  /** With made-up members, orders and points: the same in every run. */
  static async startSeeded(counts: { members: number; points: number }): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'member-desk-e2e-')))
    const { username, password } = server.administrator
    server.#command(['create-admin', '--username', username, '--name', '孙浩'], password)
    const { members, points } = counts
    server.#command(['seed', '--members', String(members), '--points', String(points)])
    await server.listen()
    return server
  }

  get address(): string {
    return this.#address
  }

  /** Signs the page's browser in without the page, then opens a path. */
  async comeIn(page: Page, path = '', who: Credentials = this.administrator): Promise<void> {
    await this.signInAfresh(page.context().request, who)
    await page.goto(`${this.#address}/${path}`)
  }

  /** Signs in over HTTP as somebody who has set nothing for himself. */
  async signInAfresh(
    request: APIRequestContext,
    who: Credentials = this.administrator,
  ): Promise<void> {
    await this.signIn(request, who)
    await this.#forgetAppearance(request)
  }

  /** What an earlier test chose for the same account is not to colour the next one. */
  async #forgetAppearance(request: APIRequestContext): Promise<void> {
    const chosen = z
      .record(z.string(), z.unknown())
      .parse(await this.call(request, 'preferences.get'))
    for (const name of ['tabs', 'language', 'theme', 'density', 'isSidebarOpen']) {
      if ((chosen[name] ?? null) === null) continue
      await this.call(request, 'preferences.set', { name, value: null })
    }
  }

  /** Signs in over HTTP; the cookie stays with `request`. */
  async signIn(request: APIRequestContext, who: Credentials = this.administrator): Promise<void> {
    await this.call(request, 'session.signIn', who)
  }

  /** A colleague with built-in roles, by code, who has chosen a password. */
  async addColleague(
    request: APIRequestContext,
    username: string,
    roleCodes: readonly string[],
  ): Promise<Credentials> {
    const roles = z
      .array(z.object({ id: z.int(), code: z.string() }))
      .parse(await this.call(request, 'roles.list'))
    const roleIds = roles.filter((role) => roleCodes.includes(role.code)).map((role) => role.id)
    const [made] = z.array(z.object({ code: z.string() })).parse(
      await this.call(request, 'staff.create', {
        staff: [{ username, displayName: '小周', roleIds, storeIds: [] }],
      }),
    )
    const who = { username, password: 'quiet garden path 77' }
    await this.call(request, 'session.useReset', { code: made?.code ?? '', password: who.password })
    return who
  }

  /** Calls a procedure as whoever `request` is signed in as. */
  async call(request: APIRequestContext, procedure: string, input: unknown = {}): Promise<unknown> {
    const answer = await request.post(`${this.#address}/trpc/${procedure}`, { data: input })
    if (!answer.ok()) throw new Error(`${procedure}: ${await answer.text()}`)
    return z
      .object({ result: z.object({ data: z.unknown().optional() }) })
      .parse(await answer.json()).result.data
  }

  /** Starts listening, after the first time on the same port again. */
  async listen(): Promise<void> {
    const child = spawn(process.execPath, [join(OUT, 'standalone.cjs')], {
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    child.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()))
    this.#address = await addressOf(child)
    this.#port = new URL(this.#address).port
  }

  /** Puts rows into the database of a server that is stopped: what no page of this version makes. */
  async write(statements: readonly { sql: string; values: readonly (string | number | null)[] }[]) {
    if (this.#child) throw new Error('the server owns its database while it runs')
    const database = new sqlite3.Database(join(this.#folder, 'member.db'))
    try {
      for (const { sql, values } of statements) {
        await new Promise<void>((resolve, reject) => {
          database.run(sql, [...values], (error) => (error ? reject(error) : resolve()))
        })
      }
    } finally {
      await new Promise((resolve) => database.close(resolve))
    }
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

  /** Imports orders of members that are there. The server is away meanwhile. */
  async importOrders(lines: readonly string[]): Promise<void> {
    await this.stop()
    const file = join(this.#folder, 'orders.csv')
    await writeFile(
      file,
      ['orderNo,externalId,paidAt,quantity,amount,store', ...lines, ''].join('\n'),
    )
    this.#command(['import-orders', file])
    await this.listen()
  }

  async #import(members: readonly MemberLine[]): Promise<void> {
    const file = join(this.#folder, 'members.csv')
    const lines = members.map((each) => [each.externalId, each.mobile, each.nickname].join(','))
    await writeFile(file, ['externalId,mobile,nickname', ...lines, ''].join('\n'))
    this.#command(['import-members', file])
  }

  #command(parameters: readonly string[], input = ''): void {
    const { status, stderr } = spawnSync(process.execPath, [join(OUT, 'cli.cjs'), ...parameters], {
      env: this.#environment(),
      encoding: 'utf8',
      input,
    })
    if (status !== 0) throw new Error(`${parameters[0] ?? ''} failed: ${stderr}`)
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      DATABASE_URL: `file:${join(this.#folder, 'member.db')}`,
      BACKUP_DIR: join(this.#folder, 'backups'),
      DATA_KEY: this.#dataKey,
      FILES_DIR: join(this.#folder, 'files'),
      PORT: this.#port,
      ...this.#settings,
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
