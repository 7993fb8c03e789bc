import { existsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DatabaseLocation } from './db/open.ts'
import { runBuilt, startBuiltServer, type BuiltProcess } from './testing/run-built.ts'
import { makeTestLocation, PROVIDERS, type TestLocation } from './testing/test-database.ts'

const CREDENTIALS = { username: 'admin', password: 'a long enough secret 42' }
const urlOf = (location: DatabaseLocation) =>
  location.provider === 'sqlite' ? `file:${location.path}` : location.url

describe.each(PROVIDERS)('processes on %s', (provider) => {
  let place: TestLocation
  let env: Record<string, string>
  const running: BuiltProcess[] = []
  const start = async () => {
    const server = await startBuiltServer(env)
    running.push(server)
    return server
  }
  const cli = (...args: string[]) => runBuilt('cli', args, env).finished
  const createAdmin = (password: string) =>
    runBuilt('cli', ['create-admin', '--username', 'admin'], env, `${password}\n`).finished

  beforeEach(async () => {
    place = await makeTestLocation(provider, { isBlank: true })
    env = { DATABASE_URL: urlOf(place.location), BACKUP_DIR: join(place.folder, 'backups') }
  })
  afterEach(async () => {
    for (const { child, finished } of running.splice(0)) {
      child.kill('SIGKILL')
      await finished
    }
    await place.remove()
  })

  it('imports from the command line into a new database, twice with one effect', async () => {
    const file = join(place.folder, '会员.csv')
    writeFileSync(file, 'customerId,mobile\n00001,19900000001\n00002,19900000002\n')
    const first = await cli('import-members', file, '--json')
    expect(first.stderr).toBe('')
    expect(JSON.parse(first.stdout)).toMatchObject({ all: { rows: 2 }, created: { rows: 2 } })
    expect(first.code).toBe(0)
    expect(JSON.parse((await cli('import-members', file, '--json')).stdout)).toMatchObject({
      created: { rows: 0 },
      unchanged: { rows: 2 },
    })
    writeFileSync(file, 'orderNo,customerId,date,amount\nA,00001,2026-03-01,1.50\n')
    const orders = await cli('import-orders', file, '--json')
    expect(JSON.parse(orders.stdout)).toMatchObject({ created: { rows: 1, amountFen: 150 } })
    expect(JSON.parse((await cli('stats', '--json')).stdout)).toEqual({
      members: 2,
      activeMembers: 2,
      orders: 1,
      paidFen: 150,
      bookedOrders: 1,
      bookedFen: 150,
    })
  })

  it(
    'ends a command with 1 when a row is refused, the key is another, or it is misspelt',
    { tags: 'long' },
    async () => {
      const file = join(place.folder, 'bad.csv')
      writeFileSync(file, 'customerId,mobile\n1,123\n')
      const refused = await cli('import-members', file)
      expect(refused).toMatchObject({ code: 1 })
      expect(refused.stdout).toContain('line 2')
      const otherKey = { ...env, DATA_KEY: Buffer.alloc(32, 1).toString('base64') }
      const mismatch = await runBuilt('cli', ['stats'], otherKey).finished
      expect(mismatch.code).toBe(1)
      expect(mismatch.stderr).toContain('DATA_KEY_MISMATCH')
      expect(await cli('imprt-members', file)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Usage') as string,
      })
    },
  )

  it(
    'makes an administrator from the command line by the rules of the back office',
    { tags: 'long' },
    async () => {
      expect(await createAdmin('too short')).toMatchObject({ code: 1 })
      expect(await cli('create-admin')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('--username') as string,
      })
      expect(await createAdmin(CREDENTIALS.password)).toMatchObject({ code: 0 })
      const again = await createAdmin(CREDENTIALS.password)
      expect(again.code).toBe(1)
      expect(again.stderr).toContain('USERNAME_TAKEN')
      const verdict = await cli('verify-audit', '--json')
      expect(verdict.code).toBe(0)
      expect(JSON.parse(verdict.stdout)).toMatchObject({ entries: 1, faults: [] })
    },
  )

  it(
    'prints a first-run token when other machines reach it, and none when a proxy does not',
    { tags: 'long' },
    async () => {
      const exposed = await startBuiltServer({ ...env, PUBLIC_URL: 'https://desk.example.com' })
      running.push(exposed)
      const state = await fetch(`${exposed.address}/trpc/session.state`)
      expect(await state.json()).toMatchObject({
        result: { data: { firstRun: { isNeeded: true, needsToken: true } } },
      })
      exposed.child.kill('SIGTERM')
      expect((await exposed.finished).stderr).toMatch(/First-run token {2}[\w-]{32}/)
      const own = await start()
      const answer = await fetch(`${own.address}/trpc/session.state`)
      expect(await answer.json()).toMatchObject({
        result: { data: { firstRun: { isNeeded: true, needsToken: false } } },
      })
    },
  )

  it(
    'finishes the request under way when told to stop, then exits with 0',
    { tags: 'long' },
    async () => {
      expect((await createAdmin(CREDENTIALS.password)).code).toBe(0)
      const server = await start()
      const { hostname, port } = new URL(server.address)
      const socket = connect(Number(port), hostname)
      await once(socket, 'connect')
      const body = JSON.stringify(CREDENTIALS)
      socket.write(
        `POST /trpc/session.signIn HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
      )
      await expect
        .poll(() => fetch(`${server.address}/healthz`).then(({ status }) => status))
        .toBe(200)
      server.child.kill('SIGTERM')
      await expect
        .poll(() =>
          fetch(`${server.address}/healthz`).then(
            () => 'answers',
            () => 'refused',
          ),
        )
        .toBe('refused')
      socket.write(body.slice(5))
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(answer.toString()).toContain('HTTP/1.1 200')
      socket.end()
      expect((await server.finished).code).toBe(0)
    },
  )

  it(
    'takes one Ctrl+C that arrives twice for one, and closes its database',
    { tags: 'long' },
    async () => {
      const server = await start()
      server.child.kill('SIGINT')
      server.child.kill('SIGINT')
      expect((await server.finished).code).toBe(0)
      if (place.location.provider === 'sqlite') {
        expect(existsSync(`${place.location.path}-wal`)).toBe(false)
      }
    },
  )

  it('starts again after kill -9 and finds everything', async () => {
    const file = join(place.folder, 'members.csv')
    writeFileSync(file, 'customerId,mobile\n00001,19900000001\n')
    await cli('import-members', file)
    await createAdmin(CREDENTIALS.password)
    const first = await start()
    first.child.kill('SIGKILL')
    await first.finished
    const second = await start()
    const signedIn = await fetch(`${second.address}/trpc/session.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(CREDENTIALS),
    })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const answer = await fetch(`${second.address}/trpc/members.stats`, { headers: { cookie } })
    expect(await answer.json()).toMatchObject({ result: { data: { members: 1 } } })
  })
})

describe('a process', { tags: 'long' }, () => {
  it('that finds the SQLite file in use says so and exits', async () => {
    const place = await makeTestLocation('sqlite')
    const env = { DATABASE_URL: urlOf(place.location) }
    const server = await startBuiltServer(env)
    try {
      const second = await runBuilt('cli', ['stats'], env).finished
      expect(second.code).toBe(1)
      expect(second.stderr).toContain('DATABASE_IN_USE')
    } finally {
      server.child.kill('SIGTERM')
      await server.finished
      await place.remove()
    }
  })

  it('that cannot reach Postgres says so within its time limit', async () => {
    const env = { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:9/none' }
    const { code, stderr } = await runBuilt('standalone', [], env).finished
    expect(code).toBe(1)
    expect(stderr).toContain('DATABASE_UNREACHABLE')
    expect(stderr).not.toContain('secret')
  })

  it('that is told nonsense names the setting and the fix', async () => {
    const { code, stderr } = await runBuilt('standalone', [], { PORT: 'eighty', DATA_KEY: '' })
      .finished
    expect(code).toBe(1)
    expect(stderr).toMatch(/PORT: is not valid \(eighty\)\. Use a port/)
    expect(stderr).toMatch(/DATA_KEY: is missing/)
  })

  it('whose port is taken says which', async () => {
    const [first, second] = await Promise.all([
      makeTestLocation('sqlite'),
      makeTestLocation('sqlite'),
    ])
    const server = await startBuiltServer({ DATABASE_URL: urlOf(first.location) })
    try {
      const { port } = new URL(server.address)
      const other = await runBuilt('standalone', [], {
        DATABASE_URL: urlOf(second.location),
        PORT: port,
      }).finished
      expect(other.code).toBe(1)
      expect(other.stderr).toContain(`PORT_IN_USE`)
    } finally {
      server.child.kill('SIGTERM')
      await server.finished
      await Promise.all([first.remove(), second.remove()])
    }
  })
})
