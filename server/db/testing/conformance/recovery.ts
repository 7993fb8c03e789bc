import { beforeEach, describe, expect, it } from 'vitest'
import { useSubject, type OpenSubject } from './subject.ts'

const BUSY_TIMEOUT_MS = 4_321

export function describeRecovery(open: OpenSubject): void {
  describe('after a failed commit', () => {
    const place = useSubject(open)
    const client = () => place().subject.client
    beforeEach(() => client().account.deleteMany())

    it('tells the error, stores nothing and goes on', async () => {
      const failing = client().$transaction(async (tx) => {
        await tx.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON')
        await tx.account.create({ data: { name: 'lost', balance: 0 } })
        await tx.note.create({ data: { accountId: 404, body: 'points nowhere' } })
      })
      await expect(failing).rejects.toThrow(/foreign ?key/i)
      expect(await client().account.count()).toBe(0)
      await client().$transaction((tx) => tx.account.create({ data: { name: 'kept', balance: 0 } }))
      await client().account.create({ data: { name: 'kept too', balance: 0 } })
      const names = await place().other.all('SELECT "name" FROM "Account" ORDER BY "id"')
      expect(names).toEqual([{ name: 'kept' }, { name: 'kept too' }])
    })
  })

  describe('a file in rollback-journal mode with a reader in another process', () => {
    const place = useSubject(open, { journalMode: 'delete', busyTimeoutMs: 200 })
    const client = () => place().subject.client

    it('either commits or tells, and later writes are really stored', async () => {
      const { other } = place()
      await other.all('BEGIN')
      await other.all('SELECT count(*) FROM "Account"')
      const create = (name: string) =>
        client().$transaction((tx) => tx.account.create({ data: { name, balance: 0 } }))
      const isStored = await create('during').then(
        () => true,
        () => false,
      )
      await other.all('COMMIT')
      await client().account.create({ data: { name: 'plain', balance: 0 } })
      await create('after')
      const names = (await other.all('SELECT "name" FROM "Account" ORDER BY "id"')).map(
        ({ name }) => name,
      )
      expect(names).toEqual([...(isStored ? ['during'] : []), 'plain', 'after'])
    })
  })

  describe('pragmas', () => {
    const place = useSubject(open, { busyTimeoutMs: BUSY_TIMEOUT_MS })
    const client = () => place().subject.client
    const EXPECTED = {
      journal_mode: 'wal',
      foreign_keys: 1,
      synchronous: 2,
      timeout: BUSY_TIMEOUT_MS,
    }

    /** As seen by a look-up, several at once so that each connection is asked. */
    async function ofReaders(): Promise<Record<string, unknown>[]> {
      const query = `SELECT journal_mode, foreign_keys, synchronous, timeout
        FROM pragma_journal_mode, pragma_foreign_keys, pragma_synchronous, pragma_busy_timeout`
      const answers = await Promise.all(
        Array.from({ length: 12 }, () =>
          client().$queryRawUnsafe<Record<string, unknown>[]>(query),
        ),
      )
      return answers.flat().map(plain)
    }

    const plain = (row: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'bigint' ? Number(value) : value,
        ]),
      )

    async function ofWriter(): Promise<Record<string, unknown>> {
      const all: Record<string, unknown> = {}
      for (const name of ['journal_mode', 'foreign_keys', 'synchronous', 'busy_timeout']) {
        const rows = await client().$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`)
        Object.assign(all, ...rows)
      }
      return plain(all)
    }

    async function expectKept(): Promise<void> {
      for (const row of await ofReaders()) expect(row).toEqual(EXPECTED)
      expect(await ofWriter()).toEqual(EXPECTED)
    }

    it('are set from the start', expectKept)

    it('are kept after a commit', async () => {
      await client().$transaction((tx) => tx.account.create({ data: { name: 'a', balance: 0 } }))
      await expectKept()
    })

    it('are kept after a rollback', async () => {
      const work = client().$transaction(async (tx) => {
        await tx.account.create({ data: { name: 'b', balance: 0 } })
        throw new Error('undo')
      })
      await expect(work).rejects.toThrow('undo')
      await expectKept()
    })

    it('are kept after a failed commit', async () => {
      const work = client().$transaction(async (tx) => {
        await tx.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON')
        await tx.note.create({ data: { accountId: 404, body: 'points nowhere' } })
      })
      await expect(work).rejects.toThrow(/foreign ?key/i)
      await expectKept()
    })
  })
}
