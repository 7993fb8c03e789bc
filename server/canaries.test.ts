import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PROVIDERS } from './testing/test-database.ts'
import { runBuilt, startBuiltServer } from './testing/run-built.ts'
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts'

const CREDENTIALS = { username: 'canary', password: 'a long enough secret 42' }
const METRICS_TOKEN = 'metrics-token-for-tests-0123456789'
/** Values that stand nowhere else, each handed to the product in another way. */
const CANARIES = {
  createdMobile: '13847261905',
  createdEmail: 'kanarienvogel.eins@example.org',
  createdName: '欧阳鸢尾',
  editedMobile: '15938472610',
  editedEmail: 'kanarienvogel.zwei@example.org',
  editedName: '司马琥珀',
  importedMobile: '18672930485',
  importedEmail: 'kanarienvogel.drei@example.org',
  importedName: '诸葛翡翠',
  refusedMobile: '17758392046',
  searchedMobile: '19183746250',
  stolenMobile: '13290817465',
} as const

/** A value in the forms in which bytes of it could lie around. */
function formsOf(text: string): Buffer[] {
  const utf8 = Buffer.from(text)
  // Base64 has three shapes, by where the text begins in its group of three bytes.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift, 'x'), utf8])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  )
  return [
    utf8,
    Buffer.from(text, 'utf16le'),
    iconv.encode(text, 'gbk'),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(encodeURIComponent(text)),
    ...base64.map((form) => Buffer.from(form)),
  ]
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : []
  })
}

/** Which canaries the bytes hold, and where. */
function singing(named: readonly (readonly [string, Buffer])[]): string[] {
  const forms = Object.entries(CANARIES).map(([name, text]) => [name, formsOf(text)] as const)
  return named.flatMap(([place, bytes]) =>
    forms.flatMap(([name, all]) =>
      all.some((form) => bytes.includes(form)) ? `${name} in ${place}` : [],
    ),
  )
}

/** The back office as its window uses it, over HTTP. */
class Desk {
  readonly #address: string
  #cookie = ''

  constructor(address: string) {
    this.#address = address
  }

  async call(name: string, input: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#address}/trpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify(input),
    })
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie
    return answer.json()
  }

  async ask<T extends z.ZodType>(name: string, input: unknown, data: T): Promise<z.infer<T>> {
    const answer = z.object({ result: z.object({ data: z.unknown() }) })
    return data.parse(answer.parse(await this.call(name, input)).result.data)
  }

  /** Sends a file and says what came back. */
  async send(kind: string, text: string): Promise<unknown> {
    const answer = await fetch(`${this.#address}/files/imports?kind=${kind}&name=file.csv`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/octet-stream' },
      body: text,
    })
    return answer.json()
  }

  async upload(kind: string, text: string): Promise<string> {
    return z.object({ id: z.string() }).parse(await this.send(kind, text)).id
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<string> {
    const answer = await fetch(this.#address + path, {
      headers: { cookie: this.#cookie, ...headers },
    })
    return answer.text()
  }

  /** Starts a job and waits for its end. */
  async finish(name: string, input: unknown): Promise<string> {
    const { id } = await this.ask(name, input, z.object({ id: z.string() }))
    await expect
      .poll(
        async () => {
          const job = z.object({ status: z.string() })
          return (await this.ask('jobs.get', { id }, job)).status
        },
        { timeout: 30_000 },
      )
      .toBe('done')
    return id
  }
}

/** Hands every canary to the product in the ways there are. */
async function exercise(desk: Desk): Promise<void> {
  const uid = z.object({ uid: z.string() })
  const created = await desk.ask(
    'members.create',
    {
      nickname: '甲',
      mobile: CANARIES.createdMobile,
      email: CANARIES.createdEmail,
      realName: CANARIES.createdName,
    },
    uid,
  )
  await desk.call('members.create', { mobile: CANARIES.createdMobile })
  const changes = {
    mobile: CANARIES.editedMobile,
    email: CANARIES.editedEmail,
    realName: CANARIES.editedName,
  }
  await desk.call('members.update', { ...created, version: 1, changes })
  await desk.call('members.update', { ...created, version: 1, changes })
  for (const keyword of Object.values(CANARIES)) {
    await desk.call('members.list', { keyword })
    await desk.call('audit.list', { keyword })
    const view = { list: 'members', name: '搜索', query: { keyword }, sharing: 'own', roleId: null }
    await desk.call('views.create', view)
    await desk.get(`/members?keyword=${encodeURIComponent(keyword)}`)
    await desk.get(`/trpc/members.list?input=${encodeURIComponent(JSON.stringify({ keyword }))}`)
  }
  for (const field of ['mobile', 'email', 'realName']) {
    await desk.call('members.reveal', { ...created, field, reason: '核对身份' })
  }
  const members = [
    '客户编号,手机号,邮箱,姓名',
    `1,${CANARIES.importedMobile},${CANARIES.importedEmail},${CANARIES.importedName}`,
    `2,${CANARIES.refusedMobile},not-an-address,`,
  ].join('\n')
  const memberFile = await desk.upload('members', members)
  await desk.call('imports.get', { id: memberFile })
  const dryRun = await desk.finish('imports.dryRun', { id: memberFile })
  await desk.call('imports.refusals', { id: memberFile, jobId: dryRun })
  const copy = await desk.finish('imports.start', { id: memberFile })
  expect(await desk.get(`/files/jobs/${copy}`)).toContain(CANARIES.importedMobile)
  // Without headings its first row would be taken for them, and kept.
  const first = `${CANARIES.importedName},${CANARIES.importedMobile},${CANARIES.importedEmail}`
  expect(JSON.stringify(await desk.send('members', first))).toContain('FILE_WITHOUT_HEADINGS')
  const orders = `orderNo,mobile,date,amount\nA,${CANARIES.importedMobile},2026-03-01,5\nB,${CANARIES.stolenMobile},2026-03-01,5`
  const orderFile = await desk.upload('orders', orders)
  await desk.finish('imports.dryRun', { id: orderFile })
  await desk.finish('imports.start', { id: orderFile })
  const wanted = {
    selection: { kind: 'all', filter: { keyword: CANARIES.importedMobile } },
    columns: ['mobile', 'email', 'realName'],
    format: 'csv',
    language: 'zh',
    purpose: '测试',
  }
  await desk.finish('members.export', { ...wanted, isPlain: false })
  const plain = await desk.finish('members.export', { ...wanted, isPlain: true, format: 'xlsx' })
  await desk.get(`/files/jobs/${plain}`)
  await desk.finish('orders.export', {
    filter: { keyword: CANARIES.searchedMobile },
    rowsOf: 'lines',
    columns: ['orderNo'],
    format: 'csv',
    language: 'zh',
    purpose: '测试',
  })
  const selection = { kind: 'all', filter: { keyword: CANARIES.searchedMobile } }
  await desk.finish('members.batch', { action: 'disable', selection, reason: '测试' })
  // Inputs that no schema takes are told without being repeated.
  await desk.call('members.create', { mobile: { wrong: CANARIES.searchedMobile } })
  await desk.call('session.signIn', { username: CANARIES.searchedMobile, password: 'x' })
}

describe.each(PROVIDERS)('personal data on %s', { tags: 'long' }, (provider) => {
  let folder: string
  let postgres: TestPostgres | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'member-desk-canaries-'))
    if (provider === 'sqlite') return
    // Run by root, Postgres gets a user of its own, who has to reach the folder below this one.
    await chmod(folder, 0o755)
    postgres = await startTestPostgres({ folder: join(folder, 'postgres') })
    await postgres.createDatabase('canaries')
  }, 60_000)
  afterAll(async () => {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is in plain text nowhere: not in the database, its log, our logs, metrics or files', async () => {
    const env = {
      DATABASE_URL: postgres?.urlOf('canaries') ?? `file:${join(folder, 'member.db')}`,
      BACKUP_DIR: join(folder, 'backups'),
      FILES_DIR: join(folder, 'files'),
      LOG_LEVEL: 'debug',
      METRICS_TOKEN,
    }
    const { username, password } = CREDENTIALS
    const made = await runBuilt(
      'cli',
      ['create-admin', '--username', username],
      env,
      `${password}\n`,
    ).finished
    expect(made.code).toBe(0)
    const server = await startBuiltServer(env)
    const desk = new Desk(server.address)
    await desk.call('session.signIn', CREDENTIALS)
    await exercise(desk)
    const metrics = await desk.get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` })
    expect(metrics).toContain('process_cpu')
    // Killed, so that what is not yet moved out of the write-ahead log is still there.
    server.child.kill('SIGKILL')
    const { stdout, stderr } = await server.finished
    expect(stdout).toContain('members.create')
    const files = filesIn(folder)
    expect(files.some((path) => path.includes('files'))).toBe(true)
    if (provider === 'sqlite')
      expect(statSync(join(folder, 'member.db-wal')).size).toBeGreaterThan(0)
    const named = files.map((path) => [path.slice(folder.length), readFileSync(path)] as const)
    expect(
      singing([
        ...named,
        ['standard output', Buffer.from(stdout)],
        ['standard error', Buffer.from(stderr)],
        ['metrics', Buffer.from(metrics)],
      ]),
    ).toEqual([])
    // The search itself finds what is there: the nickname is no secret and lies in the database.
    expect(named.some(([, bytes]) => bytes.includes(Buffer.from('甲')))).toBe(true)
  }, 120_000)
})
