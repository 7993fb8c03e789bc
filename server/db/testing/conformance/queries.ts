import { beforeEach, describe, expect, it } from 'vitest'
import type { Prisma } from '../generated/client.ts'
import { useSubject, type OpenSubject } from './subject.ts'

const BIG = 3_000_000_000n
const NOON = new Date('2026-11-22T12:00:00.000Z')
const LATER = new Date(NOON.getTime() + 1)

export function describeQueries(open: OpenSubject): void {
  describe('queries', () => {
    const place = useSubject(open)
    const client = () => place().subject.client
    beforeEach(async () => {
      await client().kind.deleteMany()
      await client().account.deleteMany()
    })

    it('filters and sorts by every kind', async () => {
      await client().kind.createMany({
        data: [
          {
            text: '会员',
            int: 1,
            big: BIG,
            float: 0.5,
            decimal: '1.50',
            boolean: true,
            dateTime: NOON,
          },
          {
            text: 'b',
            int: 2,
            big: -BIG,
            float: 1.5,
            decimal: '2.50',
            boolean: false,
            dateTime: LATER,
          },
          {},
        ],
      })
      const count = (where: Prisma.KindWhereInput) => client().kind.count({ where })
      expect(await count({ text: { contains: '员' } })).toBe(1)
      expect(await count({ int: { gte: 1, lt: 2 } })).toBe(1)
      expect(await count({ big: { gt: BIG - 1n } })).toBe(1)
      expect(await count({ big: { in: [BIG, -BIG] } })).toBe(2)
      expect(await count({ float: { lt: 1 } })).toBe(1)
      expect(await count({ decimal: { gt: '1.6' } })).toBe(1)
      expect(await count({ boolean: false })).toBe(1)
      expect(await count({ dateTime: { lte: NOON } })).toBe(1)
      expect(await count({ dateTime: null })).toBe(1)
      const sorted = await client().kind.findMany({
        where: { int: { not: null } },
        orderBy: { big: 'asc' },
      })
      expect(sorted.map(({ big }) => big)).toEqual([-BIG, BIG])
    })

    it('filters by Json', async () => {
      await client().kind.createMany({
        data: [{ json: { level: '金' } }, { json: { level: '银' } }],
      })
      const where = { json: { path: '$.level', equals: '金' } }
      expect(await client().kind.count({ where })).toBe(1)
    })

    it('adds to numbers in the database', async () => {
      const { id } = await client().kind.create({ data: { int: 5, big: BIG, float: 1.5 } })
      const data = { int: { increment: -7 }, big: { increment: BIG }, float: { multiply: 2 } }
      const after = await client().kind.update({ where: { id }, data })
      expect(after).toMatchObject({ int: -2, big: 2n * BIG, float: 3 })
    })

    it('compares totals with large numbers as numbers', async () => {
      await client().kind.createMany({
        data: [
          { text: 'a', big: BIG },
          { text: 'a', big: BIG },
          { text: 'b', big: 1n },
        ],
      })
      const groups = await client().kind.groupBy({
        by: ['text'],
        _sum: { big: true },
        having: { big: { _sum: { gt: BIG } } },
      })
      expect(groups).toEqual([{ text: 'a', _sum: { big: 2n * BIG } }])
    })

    it('compares the latest date of a group with a date', async () => {
      await client().kind.createMany({
        data: [
          { text: 'a', dateTime: NOON },
          { text: 'b', dateTime: LATER },
        ],
      })
      const groups = await client().kind.groupBy({
        by: ['text'],
        having: { dateTime: { _max: { gt: NOON } } },
      })
      expect(groups).toEqual([{ text: 'b' }])
    })

    it('binds large numbers in raw SQL as whole numbers', async () => {
      const rows = await client().$queryRawUnsafe(
        `SELECT ? > 5 AS more, ? / 2 AS half, '?' AS mark, /* ? */ typeof(?) AS kind`,
        Number(BIG),
        Number(BIG) + 1,
        BIG,
      )
      const [row] = rows as Record<string, unknown>[]
      expect(row).toMatchObject({ mark: '?', kind: 'integer' })
      expect([Number(row?.['more']), Number(row?.['half'])]).toEqual([1, Number(BIG) / 2])
    })

    it('counts what it changes', async () => {
      const data = Array.from({ length: 5_000 }, (_, i) => ({ name: `n${i}`, balance: i }))
      expect(await client().account.createMany({ data })).toEqual({ count: 5_000 })
      const where = { balance: { lt: 100 } }
      expect(await client().account.updateMany({ where, data: { balance: -1 } })).toEqual({
        count: 100,
      })
      expect(await client().account.deleteMany({ where: { balance: -1 } })).toEqual({ count: 100 })
      expect(
        await client().account.updateMany({ where: { name: '?' }, data: { balance: 0 } }),
      ).toEqual({ count: 0 })
      expect(
        await client().$executeRawUnsafe(
          `UPDATE "Account" SET "balance" = 0 WHERE "balance" < 200`,
        ),
      ).toBe(100)
    })

    it('inserts or updates', async () => {
      const upsert = (balance: number) =>
        client().account.upsert({
          where: { name: 'u' },
          create: { name: 'u', balance },
          update: { balance },
        })
      expect(await upsert(1)).toMatchObject({ balance: 1 })
      expect(await upsert(2)).toMatchObject({ balance: 2 })
      expect(await client().account.count()).toBe(1)
    })

    it('aggregates', async () => {
      await client().kind.createMany({ data: [{ int: 1 }, { int: 2 }, { int: null }] })
      const figures = await client().kind.aggregate({
        _count: { _all: true, int: true },
        _sum: { int: true, big: true },
        _avg: { int: true },
        _min: { int: true },
        _max: { int: true },
      })
      expect(figures).toEqual({
        _count: { _all: 3, int: 2 },
        _sum: { int: 3, big: null },
        _avg: { int: 1.5 },
        _min: { int: 1 },
        _max: { int: 2 },
      })
    })

    it('looks for 10,000 values at once', async () => {
      await client().account.createMany({
        data: [
          { name: 'n5', balance: 0 },
          { name: 'n9999', balance: 0 },
        ],
      })
      const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`)
      expect(await client().account.count({ where: { name: { in: names } } })).toBe(2)
    })

    it('looks for more values than one statement can bind', async () => {
      await client().account.createMany({
        data: [
          { name: 'n5', balance: 0 },
          { name: 'n39999', balance: 0 },
        ],
      })
      const names = Array.from({ length: 40_000 }, (_, i) => `n${i}`)
      expect(await client().account.findMany({ where: { name: { in: names } } })).toHaveLength(2)
    })
  })
}
