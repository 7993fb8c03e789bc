import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataKeys } from './data-key.ts'
import { createSecretBox } from './secret-box.ts'
import { fakeKeychain } from './testing/fake-keychain.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

function setUp(keychain = fakeKeychain(), allowPlain = false) {
  const folder = temporaryFolder()
  const file = join(folder, 'data.key')
  const database = join(folder, 'member.db')
  return { file, database, box: createSecretBox({ keychain, allowPlain }), nowMs: () => 1_700 }
}

const otherUser = createSecretBox({ keychain: fakeKeychain('b'), allowPlain: false })

const loadDataKey = async (options: Parameters<typeof openDataKeys>[0]) =>
  (await openDataKeys(options).load()).dataKey

describe('the data keys', () => {
  it('makes 32 random bytes once and gives the same ones ever after', async () => {
    const options = setUp()
    const key = await loadDataKey(options)
    expect(Buffer.from(key, 'base64')).toHaveLength(32)
    expect(readFileSync(options.file, 'utf8')).not.toContain(key)
    writeFileSync(options.database, '')
    expect(await loadDataKey(options)).toBe(key)
    expect(await loadDataKey(setUp())).not.toBe(key)
  })

  it('leaves a key alone that it cannot decrypt', async () => {
    const options = setUp()
    await loadDataKey(options)
    const before = readFileSync(options.file, 'utf8')
    await expect(loadDataKey({ ...options, box: otherUser })).rejects.toMatchObject({
      problem: { code: 'DATA_KEY_UNREADABLE' },
    })
    expect(readFileSync(options.file, 'utf8')).toBe(before)
  })

  it.each(['', 'x', '{"version":1}', '{"version":1,"key":{"storage":"plain","value":"YQ=="}}'])(
    'leaves a damaged key file alone: %s',
    async (text) => {
      const options = setUp(fakeKeychain(), true)
      writeFileSync(options.file, text)
      await expect(loadDataKey(options)).rejects.toMatchObject({
        problem: { code: 'DATA_KEY_UNREADABLE' },
      })
      expect(readFileSync(options.file, 'utf8')).toBe(text)
    },
  )

  it('makes no key beside an existing database, which it could not read', async () => {
    const options = setUp()
    writeFileSync(options.database, 'data')
    await expect(loadDataKey(options)).rejects.toMatchObject({
      problem: { code: 'DATA_KEY_MISSING' },
    })
    expect(existsSync(options.file)).toBe(false)
  })

  it('refuses a keychain that encrypts with a known password, except in tests', async () => {
    const options = setUp(fakeKeychain('a', 'basic_text'))
    await expect(loadDataKey(options)).rejects.toMatchObject({
      problem: { code: 'KEYCHAIN_UNAVAILABLE', params: { backend: 'basic_text' } },
    })
    expect(existsSync(options.file)).toBe(false)

    const inTest = setUp(fakeKeychain('a', 'basic_text'), true)
    expect(await loadDataKey(inTest)).toBe(await loadDataKey(inTest))
  })

  it('refuses a plain key that a test left behind', async () => {
    const inTest = setUp(fakeKeychain('a', 'basic_text'), true)
    await loadDataKey(inTest)
    const box = createSecretBox({ keychain: fakeKeychain(), allowPlain: false })
    await expect(loadDataKey({ ...inTest, box })).rejects.toMatchObject({
      problem: { code: 'DATA_KEY_UNREADABLE' },
    })
  })

  it('works where the backend cannot be asked for', async () => {
    const { getSelectedStorageBackend: _, ...old } = fakeKeychain()
    expect(await loadDataKey(setUp(old))).toHaveLength(44)
  })

  it('keeps the last key beside a new one until nothing needs it', async () => {
    const options = setUp()
    const store = openDataKeys(options)
    const first = await store.load()
    expect(first.previousKeys).toEqual([])
    await store.renew()
    const second = await store.load()
    expect(second.dataKey).not.toBe(first.dataKey)
    expect(second.previousKeys).toEqual([first.dataKey])
    expect(readFileSync(options.file, 'utf8')).not.toContain(first.dataKey)
    // The app was started anew.
    expect(await openDataKeys(options).load()).toEqual(second)
    await store.renew()
    const third = await store.load()
    expect(third.previousKeys).toEqual([second.dataKey, first.dataKey])
    await store.dropPrevious()
    expect(await store.load()).toEqual({ dataKey: third.dataKey, previousKeys: [] })
    expect(JSON.parse(readFileSync(options.file, 'utf8'))).not.toHaveProperty('previous')
  })

  it('drops no key to make room for another', async () => {
    const options = setUp()
    const store = openDataKeys(options)
    for (let n = 0; n < 4; n++) await store.renew()
    const before = await store.load()
    expect(before.previousKeys).toHaveLength(4)
    await expect(store.renew()).rejects.toMatchObject({ problem: { code: 'STORAGE_FAILED' } })
    expect(await store.load()).toEqual(before)
  })

  it('leaves the file as it is when the keychain does not give back what it took', async () => {
    const options = setUp()
    await openDataKeys(options).load()
    const before = readFileSync(options.file, 'utf8')
    const forgetful = { ...fakeKeychain(), encryptString: () => Buffer.from('b:lost') }
    const box = createSecretBox({ keychain: forgetful, allowPlain: false })
    await expect(openDataKeys({ ...options, box }).renew()).rejects.toMatchObject({
      problem: { code: 'DATA_KEY_UNREADABLE' },
    })
    expect(readFileSync(options.file, 'utf8')).toBe(before)
  })

  it('leaves the file as it is when the keychain gives back another key', async () => {
    const options = setUp()
    await openDataKeys(options).load()
    const before = readFileSync(options.file, 'utf8')
    const other = Buffer.alloc(32, 7).toString('base64')
    const confused = { ...fakeKeychain(), encryptString: () => Buffer.from(`a:${other}`) }
    const box = createSecretBox({ keychain: confused, allowPlain: false })
    await expect(openDataKeys({ ...options, box }).renew()).rejects.toMatchObject({
      problem: { params: { reason: 'not as written' } },
    })
    expect(readFileSync(options.file, 'utf8')).toBe(before)
  })

  it('puts a key that was exported in the place of the kept one, which stays beside it', async () => {
    const options = setUp()
    const exported = { dataKey: await loadDataKey(setUp()), previousKeys: [] }
    writeFileSync(options.database, 'data')
    await openDataKeys(options).replace(exported)
    expect(await openDataKeys(options).load()).toEqual(exported)
    expect(existsSync(`${options.file}.replaced-1700`)).toBe(false)

    const unreadable = '{"version":1,"key":{"storage":"keychain","value":"b:x"}}'
    writeFileSync(options.file, unreadable)
    await openDataKeys(options).replace(exported)
    expect(await openDataKeys(options).load()).toEqual(exported)
    expect(readFileSync(`${options.file}.replaced-1700`, 'utf8')).toBe(unreadable)
  })

  it('leaves the kept key alone when the keychain does not take the exported one', async () => {
    const options = setUp()
    const exported = { dataKey: await loadDataKey(setUp()), previousKeys: [] }
    await openDataKeys(options).load()
    const before = readFileSync(options.file, 'utf8')
    const forgetful = { ...fakeKeychain(), encryptString: () => Buffer.from('b:lost') }
    const box = createSecretBox({ keychain: forgetful, allowPlain: false })
    await expect(openDataKeys({ ...options, box }).replace(exported)).rejects.toMatchObject({
      problem: { code: 'DATA_KEY_UNREADABLE' },
    })
    expect(readFileSync(options.file, 'utf8')).toBe(before)
    expect(existsSync(`${options.file}.replaced-1700`)).toBe(false)
  })

  it('makes two changes at once one after the other', async () => {
    const store = openDataKeys(setUp())
    await Promise.all([store.renew(), store.renew(), store.dropPrevious(), store.renew()])
    expect((await store.load()).previousKeys).toHaveLength(1)
  })
})
