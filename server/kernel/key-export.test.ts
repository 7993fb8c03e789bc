import { describe, expect, it } from 'vitest'
import { TEST_ROOT_SECRET } from '../testing/test-context.ts'
import { openRoots, sealRoots } from './key-export.ts'
import { createKeyring } from './keyring.ts'

const OLD = Buffer.alloc(32, 8).toString('base64')
const PASSPHRASE = 'correct horse battery'
const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describe('a copy of the key', () => {
  it('opens with its passphrase only, and shows no more than which key it is', async () => {
    const text = await sealRoots([TEST_ROOT_SECRET, OLD], PASSPHRASE)
    expect(await openRoots(text, PASSPHRASE)).toEqual([TEST_ROOT_SECRET, OLD])
    expect(JSON.parse(text)).toMatchObject({
      format: 'member-desk-key',
      version: 1,
      keyId: createKeyring(TEST_ROOT_SECRET).keyId,
      kdf: { name: 'scrypt' },
    })
    expect(text).not.toContain(TEST_ROOT_SECRET)
    await expect(openRoots(text, `${PASSPHRASE} `)).rejects.toEqual(refusal('WRONG_PASSPHRASE'))
  })

  it('takes a passphrase however the system codes its letters', async () => {
    const text = await sealRoots([OLD], 'café 口令 １２３４５')
    expect(await openRoots(text, 'cafe\u0301 口令 12345')).toEqual([OLD])
  })

  it('is refused with anything exchanged in it', async () => {
    const file = JSON.parse(await sealRoots([OLD], PASSPHRASE)) as { kdf: object }
    const open = (changed: object) => openRoots(JSON.stringify({ ...file, ...changed }), PASSPHRASE)
    await expect(open({ keyId: '0123456789ab' })).rejects.toEqual(refusal('WRONG_PASSPHRASE'))
    await expect(open({ kdf: { ...file.kdf, N: 16_384 } })).rejects.toEqual(
      refusal('WRONG_PASSPHRASE'),
    )
    for (const kdf of [
      { ...file.kdf, N: 2 ** 24 },
      { ...file.kdf, N: 20_000 },
      { ...file.kdf, r: 64 },
    ])
      await expect(open({ kdf })).rejects.toEqual(refusal('KEY_FILE_INVALID'))
    await expect(open({ version: 2 })).rejects.toEqual(refusal('KEY_FILE_INVALID'))
    await expect(open({ tag: 'AAAA' })).rejects.toEqual(refusal('KEY_FILE_INVALID'))
    for (const text of ['', 'hello', '[]'])
      await expect(openRoots(text, PASSPHRASE)).rejects.toEqual(refusal('KEY_FILE_INVALID'))
  })
})
