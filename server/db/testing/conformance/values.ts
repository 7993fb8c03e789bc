import { describe, expect, it } from 'vitest'
import { Prisma } from '../generated/client.ts'
import { useSubject, type OpenSubject } from './subject.ts'

const BIG_MAX = 2n ** 53n - 1n
const LONG = '会员🎫'.repeat(250_000)

/** Each column kind with the values that break adapters. */
const STORED: [string, Prisma.KindCreateInput][] = [
  ['nothing at all', {}],
  ['an empty text', { text: '' }],
  ['a text with quotes and a backslash', { text: `it's "so" \\ ; --` }],
  ['a text in Chinese with an emoji', { text: '会员台 👨‍👩‍👧 🎫' }],
  ['a text with NUL', { text: 'a\u0000b' }],
  ['a text of 1 MB', { text: LONG }],
  ['a text that looks like a number', { text: '00123' }],
  ['the largest Int', { int: 2 ** 31 - 1 }],
  ['the smallest Int', { int: -(2 ** 31) }],
  ['zero', { int: 0, big: 0n, float: 0 }],
  ['the first BigInt beyond 32 bits', { big: 2n ** 31n }],
  ['the first negative BigInt beyond 32 bits', { big: -(2n ** 31n) - 1n }],
  ['the largest exact BigInt', { big: BIG_MAX }],
  ['the smallest exact BigInt', { big: -BIG_MAX }],
  ['a Float', { float: 0.1 + 0.2 }],
  ['a whole Float beyond 2^53', { float: 1e20 }],
  ['a tiny Float', { float: 5e-324 }],
  ['a Decimal', { decimal: '12345678.9012345' }],
  ['a negative Decimal', { decimal: '-0.05' }],
  ['true', { boolean: true }],
  ['false', { boolean: false }],
  ['a date', { dateTime: new Date('2026-11-22T01:02:03.456Z') }],
  ['a date before 1970', { dateTime: new Date('1899-12-31T23:59:59.999Z') }],
  ['a far date', { dateTime: new Date('9999-12-31T23:59:59.999Z') }],
  ['nested Json', { json: { a: [1, 'x', null, { 深: '🎫' }], b: { c: false } } }],
  ['a Json number', { json: 12.5 }],
  ['a Json text of digits', { json: '123' }],
  ['a Json boolean', { json: true }],
  ['a Json list', { json: [] }],
  ['a Json null', { json: Prisma.JsonNull }],
  ['no Json', { json: Prisma.DbNull }],
  ['bytes', { bytes: new Uint8Array([0, 1, 127, 128, 255]) }],
  ['no bytes', { bytes: new Uint8Array() }],
]

function expected(data: Prisma.KindCreateInput): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (value === Prisma.JsonNull || value === Prisma.DbNull) return [name, null]
      return [name, name === 'decimal' ? new Prisma.Decimal(String(value)) : value]
    }),
  )
}

/** What may be beyond an adapter: it is kept exactly or refused, never stored otherwise. */
const EXTREME: [string, Prisma.KindCreateInput][] = [
  ['a BigInt beyond 2^53-1', { big: BIG_MAX + 2n }],
  ['a BigInt below -(2^53-1)', { big: -BIG_MAX - 2n }],
  ['a Decimal of more than 15 digits', { decimal: '12345678901234567.89' }],
]
const TOO_LARGE = /out of range|safely/i

export function describeValues(open: OpenSubject): void {
  describe('values', () => {
    const place = useSubject(open)

    it.each(STORED)('keeps %s', async (_, data) => {
      const { client } = place().subject
      const created = await client.kind.create({ data })
      const found = await client.kind.findUniqueOrThrow({ where: { id: created.id } })
      expect(found).toEqual(created)
      expect(found).toMatchObject(expected(data))
    })

    it.each(EXTREME)('keeps exactly or refuses %s', async (_, data) => {
      const { client } = place().subject
      const before = await client.kind.count()
      const created = await client.kind.create({ data }).catch((error: Error) => error)
      if (created instanceof Error) {
        expect(created.message).toMatch(TOO_LARGE)
        expect(await client.kind.count()).toBe(before)
      } else {
        expect(created).toMatchObject(expected(data))
      }
    })

    it('shows a large whole number exactly or refuses to read it', async () => {
      const { subject, other } = place()
      await other.all(`INSERT INTO "Kind" ("id", "big") VALUES (900, 9007199254740993)`)
      const shown = await subject.client.kind
        .findUniqueOrThrow({ where: { id: 900 } })
        .catch((error: Error) => error)
      await other.all(`DELETE FROM "Kind" WHERE "id" = 900`)
      if (shown instanceof Error) expect(shown.message).toMatch(TOO_LARGE)
      else expect(shown.big).toBe(9007199254740993n)
    })

    it('stores a date as whole milliseconds', async () => {
      const { subject, other } = place()
      const dateTime = new Date('1969-12-31T23:59:59.001Z')
      const { id } = await subject.client.kind.create({ data: { dateTime } })
      const query = `SELECT typeof("dateTime") AS type, "dateTime" AS value FROM "Kind" WHERE "id" = ${id}`
      expect(await other.all(query)).toEqual([{ type: 'integer', value: -999 }])
    })

    it('stores large whole numbers as integers', async () => {
      const { subject, other } = place()
      const { id } = await subject.client.kind.create({ data: { big: BIG_MAX } })
      const query = `SELECT typeof("big") AS type FROM "Kind" WHERE "id" = ${id}`
      expect(await other.all(query)).toEqual([{ type: 'integer' }])
    })
  })
}
