import { createHmac, hkdfSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { isMemberNo } from '../contract/ids.ts'
import { fakeClock, TEST_ROOT_SECRET } from '../testing/test-context.ts'
import { randomMemberNo, uuidv7 } from './ids.ts'
import { readOrMakeKeyFile, replaceKeyFile } from './key-file.ts'
import { createKeyring, isRootSecret } from './keyring.ts'
import { createLogger } from './logger.ts'

const place = { table: 'Member', column: 'mobile', row: 'uid-1' }

describe('keyring', () => {
  const keys = createKeyring(TEST_ROOT_SECRET)

  it('gives back what it sealed and never the same twice', () => {
    const sealed = keys.encrypt(place, '13812346207')
    expect(keys.decrypt(place, sealed)).toBe('13812346207')
    expect(keys.encrypt(place, '13812346207')).not.toBe(sealed)
    expect(sealed).not.toContain('13812346207')
  })

  it.each([{ row: 'uid-2' }, { column: 'email' }, { table: 'Staff' }])(
    'refuses a value moved to another place: %o',
    (moved) => {
      const sealed = keys.encrypt(place, 'x')
      expect(() => keys.decrypt({ ...place, ...moved }, sealed)).toThrow()
    },
  )

  it('refuses an altered value and one of another key', () => {
    const sealed = keys.encrypt(place, '13812346207')
    const flipped = sealed.slice(0, -1) + (sealed.endsWith('A') ? 'B' : 'A')
    expect(() => keys.decrypt(place, flipped)).toThrow()
    const other = createKeyring(Buffer.alloc(32, 8).toString('base64'))
    expect(() => other.decrypt(place, sealed)).toThrow(/was written with key/)
  })

  it('computes a blind index as an independent HMAC does, one key an index', () => {
    const secret = Buffer.from(TEST_ROOT_SECRET, 'base64')
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'member-desk/index/member.mobile', 32))
    const expected = createHmac('sha256', key).update('13812346207').digest('base64url')
    expect(keys.blindIndex('member.mobile', '13812346207')).toBe(expected)
    expect(keys.blindIndex('member.mobileLast4', '13812346207')).not.toBe(expected)
  })

  const NEW_ROOT = Buffer.alloc(32, 8).toString('base64')

  it('reads with a retired root what it wrote, writes with the new one, and finds under both', () => {
    const rotating = createKeyring(NEW_ROOT, [TEST_ROOT_SECRET, NEW_ROOT, TEST_ROOT_SECRET])
    expect(rotating.retiredIds).toEqual([keys.keyId])
    expect(rotating.decrypt(place, keys.encrypt(place, '13812346207'))).toBe('13812346207')
    const sealed = rotating.encrypt(place, 'x')
    expect(sealed.startsWith(rotating.sealedPrefix)).toBe(true)
    expect(() => keys.decrypt(place, sealed)).toThrow(/was written with key/)
    expect(rotating.blindIndexes('member.mobile', '13812346207')).toEqual([
      rotating.blindIndex('member.mobile', '13812346207'),
      keys.blindIndex('member.mobile', '13812346207'),
    ])
    expect(rotating.exportRoots()).toEqual([NEW_ROOT, TEST_ROOT_SECRET])
  })

  it('checks signatures of a retired root, also after it is gone, but reads nothing of it then', () => {
    const mac = keys.mac('audit.tag', 'text')
    const rotating = createKeyring(NEW_ROOT, [TEST_ROOT_SECRET])
    expect(rotating.isMac('audit.tag', 'text', mac)).toBe(true)
    expect(rotating.mac('audit.tag', 'text')).not.toBe(mac)
    const alone = createKeyring(NEW_ROOT)
    expect(alone.isMac('audit.tag', 'text', mac)).toBe(false)
    const after = alone.withSigningKeys([rotating.signingKeysOf(keys.keyId)])
    expect(after.isMac('audit.tag', 'text', mac)).toBe(true)
    expect(after.isMac('audit.tag', 'other', mac)).toBe(false)
    expect(after.isMac('audit.chain', 'text', mac)).toBe(false)
    expect(() => after.decrypt(place, keys.encrypt(place, 'x'))).toThrow(/was written with key/)
    expect(after.blindIndexes('member.mobile', '1')).toHaveLength(1)
  })

  it.each(['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'takes %s for no root secret',
    (text) => expect(isRootSecret(text)).toBe(false),
  )
})

describe('key file', () => {
  it('is made once, kept, and readable by its owner only', () => {
    const folder = mkdtempSync(join(tmpdir(), '密钥 key-'))
    try {
      const path = join(folder, 'data', 'data.key')
      const [key = ''] = readOrMakeKeyFile(path)
      expect(isRootSecret(key)).toBe(true)
      expect(readOrMakeKeyFile(path)).toEqual([key])
      expect(readFileSync(path, 'utf8').trim()).toBe(key)
      expect(statSync(path).mode & 0o077).toBe(0)
      replaceKeyFile(path, ['new', key])
      expect(readOrMakeKeyFile(path)).toEqual(['new', key])
      expect(statSync(path).mode & 0o077).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('ids', () => {
  it('makes UUIDv7 that carry the clock and sort by it', () => {
    const clock = fakeClock('2026-03-18T06:26:00Z')
    const first = uuidv7(clock)
    clock.advance(1)
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(parseInt(first.replaceAll('-', '').slice(0, 12), 16)).toBe(
      Date.parse('2026-03-18T06:26:00Z'),
    )
    expect(uuidv7(clock) > first).toBe(true)
  })

  it('makes ids that sort in the order they were made, also within a millisecond', () => {
    const clock = fakeClock()
    const made = Array.from({ length: 1000 }, () => uuidv7(clock))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
  })

  it('makes member numbers of the stated form', () => {
    for (let i = 0; i < 1000; i += 1) expect(isMemberNo(randomMemberNo())).toBe(true)
  })
})

describe('logger', () => {
  it('removes personal fields at every depth it is given', () => {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString())
        done()
      },
    })
    const mobile = '13812346207'
    createLogger('info', sink).info({ mobile, input: { mobile, deeper: { mobile } } }, 'x')
    expect(lines.join('')).toContain('[removed]')
    expect(lines.join('')).not.toContain(mobile)
  })
})
