import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, keyFilePlace, readConfig, type Environment } from './config.ts'
import { TEST_ROOT_SECRET } from './testing/test-context.ts'

const folder = mkdtempSync(join(tmpdir(), '设置 config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const good = { DATA_KEY: TEST_ROOT_SECRET }

function problemsOf(env: Environment): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ name }) => name)
    throw error
  }
  return []
}

describe('configuration', () => {
  it('has defaults for everything but the key', () => {
    const config = readConfig(good)
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 48_080,
      logLevel: 'info',
      metricsToken: undefined,
      partnerRequestsMax: 100_000,
      jobFilesDir: resolve('data/files'),
    })
    expect(config.location).toMatchObject({ provider: 'sqlite' })
  })

  it('reads a Postgres address and an SQLite path with spaces and Chinese', () => {
    expect(readConfig({ ...good, DATABASE_URL: 'postgresql://u:p@h:5432/d' }).location).toEqual({
      provider: 'postgresql',
      url: 'postgresql://u:p@h:5432/d',
      poolMax: 10,
    })
    const path = join(folder, '会员 台.db')
    expect(readConfig({ ...good, DATABASE_URL: `file:${path}` }).location).toEqual({
      provider: 'sqlite',
      path,
    })
    expect(readConfig({ ...good, DATABASE_URL: `file://${path}` }).location).toEqual({
      provider: 'sqlite',
      path,
    })
  })

  it.each([
    ['DATABASE_URL', 'mysql://h/d'],
    ['DATABASE_URL', 'file:./100%.db'],
    ['DATABASE_URL', 'file:./x.db?connection_limit=1'],
    ['DATABASE_URL', 'postgresql://u:p@h/d?schema=crm'],
    ['PUBLIC_URL', 'desk.example.com'],
    ['PUBLIC_URL', 'https://desk.example.com/path'],
    ['DATABASE_POOL_MAX', '0'],
    ['DATA_KEY', 'c2hvcnQ='],
    ['DATA_KEY_PREVIOUS', 'c2hvcnQ='],
    ['DATA_KEY_PREVIOUS', `${TEST_ROOT_SECRET},`],
    ['DATA_KEY_PREVIOUS', Array(5).fill(TEST_ROOT_SECRET).join(',')],
    ['HOST', 'not an address'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['METRICS_TOKEN', 'too-short'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses a bad %s (%s) by name', (name, value) => {
    expect(problemsOf({ ...good, [name]: value })).toEqual([name])
  })

  it('refuses a missing key, naming the way to make one', () => {
    expect(() => readConfig({ DATABASE_URL: `file:${folder}/none.db` })).toThrow(
      /DATA_KEY: is missing.*randomBytes/,
    )
  })

  it('refuses a misspelt setting and says which was meant', () => {
    expect(() => readConfig({ ...good, DATABSE_URL: 'x' })).toThrow(
      /DATABSE_URL: is not a setting.*DATABASE_URL/,
    )
  })

  it.each(['DATABASE_ULR', 'DATABSAE_URL', 'LOG_LEVLE', 'DATA_KYE_FILE'])(
    'refuses %s, two letters swapped',
    (name) => expect(problemsOf({ ...good, [name]: 'x' })).toEqual([name]),
  )

  it('refuses a key file that is a folder by name', () => {
    expect(problemsOf({ DATA_KEY_FILE: folder })).toEqual(['DATA_KEY_FILE'])
  })

  it('names all problems at once and repeats no secret', () => {
    const env = { DATA_KEY: 'my-secret', METRICS_TOKEN: 'short-secret', PORT: 'x' }
    expect(problemsOf(env).sort()).toEqual(['DATA_KEY', 'METRICS_TOKEN', 'PORT'])
    expect(() => readConfig(env)).not.toThrow(/secret/)
  })

  it('takes the key from a file: named, made when missing, or found beside the database', () => {
    const file = join(folder, 'data.key')
    const { dataKey } = readConfig({ DATA_KEY_FILE: file })
    expect(readConfig({ DATA_KEY_FILE: file }).dataKey).toBe(dataKey)
    expect(readConfig({ DATABASE_URL: `file:${folder}/member.db` }).dataKey).toBe(dataKey)
  })

  it('takes the keys that a rotation is leaving behind from both places', () => {
    const [one, two, three] = [1, 2, 3].map((n) => Buffer.alloc(32, n).toString('base64'))
    const env = { DATA_KEY: one, DATA_KEY_PREVIOUS: `${two}, ${three}` }
    expect(readConfig(env)).toMatchObject({ dataKey: one, previousKeys: [two, three] })
    const file = join(folder, 'rotating.key')
    writeFileSync(file, `${one}\n${two}\n`)
    const fromFile = readConfig({ DATA_KEY_FILE: file, DATA_KEY_PREVIOUS: three })
    expect(fromFile).toMatchObject({ dataKey: one, previousKeys: [two, three], keyFile: file })
    expect(() => readConfig({ ...good, DATA_KEY_PREVIOUS: 'my-secret' })).not.toThrow(/my-secret/)
  })

  it('names the place of a key file without making one', () => {
    const file = join(folder, 'place.key')
    expect(keyFilePlace({ DATA_KEY_FILE: file })).toBe(file)
    expect(existsSync(file)).toBe(false)
    expect(keyFilePlace({ DATABASE_URL: `file:${folder}/x.db` })).toBe(join(folder, 'data.key'))
    expect(() => keyFilePlace(good)).toThrow(/DATA_KEY: is set/)
    expect(() => keyFilePlace({ DATABASE_URL: 'postgresql://u:p@h/d' })).toThrow(/DATA_KEY_FILE/)
  })

  it('refuses a file that holds no key', () => {
    const file = join(folder, 'bad.key')
    writeFileSync(file, 'hello')
    expect(problemsOf({ DATA_KEY_FILE: file })).toEqual(['DATA_KEY_FILE'])
  })
})
