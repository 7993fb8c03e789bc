import { describe, expect, it } from 'vitest'
import { Prisma } from '../generated/client.ts'
import { useSubject, type OpenSubject } from './subject.ts'

const WITHIN_MS = 200
const BLOB_BYTES = 100_000

/** What went wrong, in the form tests compare. */
export async function failureOf(
  work: Promise<unknown>,
): Promise<Prisma.PrismaClientKnownRequestError> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(outcome).toBeInstanceOf(Prisma.PrismaClientKnownRequestError)
  if (!(outcome instanceof Prisma.PrismaClientKnownRequestError)) throw new Error('unreachable')
  return outcome
}

export function describeErrors(open: OpenSubject): void {
  describe('errors', () => {
    const place = useSubject(open, { busyTimeoutMs: WITHIN_MS })
    const client = () => place().subject.client

    it('names the fields of a unique violation', async () => {
      await client().account.create({ data: { name: 'same', balance: 0 } })
      const failure = await failureOf(
        client().account.create({ data: { name: 'same', balance: 0 } }),
      )
      expect(failure.code).toBe('P2002')
      expect(JSON.stringify(failure.meta)).toContain('"fields":["name"]')
    })

    it('tells a broken reference', async () => {
      const failure = await failureOf(client().note.create({ data: { accountId: 404, body: 'x' } }))
      expect(failure.code).toBe('P2003')
    })

    it('tells a missing value, which only raw SQL can leave out', async () => {
      const insert = `INSERT INTO "Account" ("name", "balance") VALUES ('raw', NULL)`
      const failure = await failureOf(client().$executeRawUnsafe(insert))
      expect(JSON.stringify(failure.meta)).toContain('NullConstraintViolation')
      expect(JSON.stringify(failure.meta)).toContain('"balance"')
    })

    it('tells a missing table and bad SQL', async () => {
      const failure = await failureOf(client().$queryRawUnsafe('SELECT * FROM nowhere'))
      expect(failure.message).toContain('nowhere')
      expect((await failureOf(client().$queryRawUnsafe('SELEKT 1'))).message).toContain('SELEKT')
    })

    it('tells after the busy timeout that another process holds the write lock', async () => {
      const { other } = place()
      await other.all('BEGIN IMMEDIATE')
      const started = performance.now()
      const failure = await failureOf(
        client().account.create({ data: { name: 'busy', balance: 0 } }),
      )
      expect(failure.code).toBe('P1008')
      expect(performance.now() - started).toBeGreaterThan(WITHIN_MS * 0.8)
      const inTransaction = client().$transaction((tx) =>
        tx.account.create({ data: { name: 'busy', balance: 0 } }),
      )
      expect((await failureOf(inTransaction)).code).toBe('P1008')
      expect(await client().account.count({ where: { name: 'busy' } })).toBe(0)
      await other.all('ROLLBACK')
      await client().account.create({ data: { name: 'busy', balance: 0 } })
      expect(await other.all(`SELECT name FROM "Account" WHERE name = 'busy'`)).toHaveLength(1)
    })
  })

  describe('a full disk', () => {
    const place = useSubject(open)
    const client = () => place().subject.client
    const pages = async (limit: string) => {
      const [row] = await client().$queryRawUnsafe<{ max_page_count: number | bigint }[]>(
        `PRAGMA max_page_count = ${limit}`,
      )
      return Number(row?.max_page_count)
    }

    it('is told, keeps what was stored before and is usable again', async () => {
      const bytes = new Uint8Array(BLOB_BYTES)
      const { id } = await client().kind.create({ data: { text: 'before', bytes } })
      await pages('50')
      const failure = await failureOf(
        client().kind.create({ data: { bytes: new Uint8Array(3 * BLOB_BYTES) } }),
      )
      expect(failure.message).toContain('full')
      expect(await client().kind.findUniqueOrThrow({ where: { id } })).toMatchObject({
        text: 'before',
        bytes,
      })

      // SQLite rolls back by itself here: what the callback still writes must not slip through.
      const caught = client().$transaction(async (tx) => {
        await tx.account.create({ data: { name: 'in', balance: 0 } })
        await tx.kind
          .create({ data: { bytes: new Uint8Array(3 * BLOB_BYTES) } })
          .catch((error: Error) => error)
        await tx.account.create({ data: { name: 'after', balance: 0 } })
      })
      await expect(caught).rejects.toThrow(/./)
      expect(await place().other.all('SELECT name FROM "Account"')).toEqual([])

      await pages('1000000')
      await client().kind.create({ data: { bytes } })
      await client().$transaction((tx) =>
        tx.account.create({ data: { name: 'again', balance: 0 } }),
      )
      expect(await place().other.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      expect(await place().other.all('SELECT name FROM "Account"')).toEqual([{ name: 'again' }])
    })
  })
}
