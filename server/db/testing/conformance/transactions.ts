import { beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from './errors.ts'
import { useSubject, type OpenSubject } from './subject.ts'

const LIMITS = { maxWait: 20_000, timeout: 20_000 }

/** A promise and the way to keep it. */
function signal() {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { give: () => give(), given }
}

export function describeTransactions(open: OpenSubject): void {
  describe('transactions', () => {
    const place = useSubject(open)
    const client = () => place().subject.client
    const balances = () => place().other.all('SELECT "balance" FROM "Account" ORDER BY "id"')
    beforeEach(async () => {
      await client().account.deleteMany()
      await client().account.create({ data: { name: 'a', balance: 100 } })
    })

    it('undoes everything when the callback throws, and tells its error', async () => {
      const mine = new Error('mine')
      const work = client().$transaction(async (tx) => {
        await tx.account.create({ data: { name: 'b', balance: 1 } })
        throw mine
      })
      await expect(work).rejects.toBe(mine)
      expect(await balances()).toEqual([{ balance: 100 }])
    })

    it('keeps all or nothing of a list of operations', async () => {
      const create = (name: string) => client().account.create({ data: { name, balance: 0 } })
      expect((await failureOf(client().$transaction([create('b'), create('a')]))).code).toBe(
        'P2002',
      )
      expect(await balances()).toHaveLength(1)
      await client().$transaction([create('b'), create('c')])
      expect(await balances()).toHaveLength(3)
    })

    it('shows nobody outside what is not committed', async () => {
      const read = () => client().account.findFirstOrThrow({ where: { name: 'a' } })
      const seen: number[] = []
      let outside: Promise<void> = Promise.resolve()
      const work = client().$transaction(async (tx) => {
        await tx.account.updateMany({ data: { balance: 777 } })
        outside = read().then(({ balance }) => void seen.push(balance))
        // An adapter may make the reader wait instead: the work inside goes on for a while, then ends.
        for (let i = 0; i < 50 && seen.length === 0; i += 1) await tx.account.count()
        throw new Error('undo')
      }, LIMITS)
      await expect(work).rejects.toThrow('undo')
      await outside
      expect(seen).toEqual([100])
    })

    it('shows its own writes inside', async () => {
      await client().$transaction(async (tx) => {
        await tx.account.updateMany({ data: { balance: 5 } })
        expect(await tx.account.findFirst()).toMatchObject({ balance: 5 })
      })
      expect(await client().account.findFirst()).toMatchObject({ balance: 5 })
    })

    it('makes 50 concurrent read-modify-writes add up', async () => {
      const add = () =>
        client().$transaction(async (tx) => {
          const { id, balance } = await tx.account.findFirstOrThrow()
          await tx.account.update({ where: { id }, data: { balance: balance + 1 } })
        }, LIMITS)
      await Promise.all(Array.from({ length: 50 }, add))
      expect(await balances()).toEqual([{ balance: 150 }])
    })

    it('makes read-modify-writes add up beside another process that writes', async () => {
      const { other } = place()
      const add = (i: number) =>
        client().$transaction(async (tx) => {
          const { id, balance } = await tx.account.findFirstOrThrow()
          const theirs = other.all(
            `INSERT INTO "Note" ("accountId", "body") VALUES (${id}, '${i}')`,
          )
          await tx.account.update({ where: { id }, data: { balance: balance + 1 } })
          // Theirs waits for ours where ours holds the lock already, so it is not awaited here.
          return { theirs }
        }, LIMITS)
      await other.all('PRAGMA busy_timeout = 10000')
      for (let i = 0; i < 10; i += 1) await (await add(i)).theirs
      expect(await balances()).toEqual([{ balance: 110 }])
      await other.all('PRAGMA busy_timeout = 0')
    })

    it('loses none of 200 concurrent transactions', async () => {
      const names = Array.from({ length: 200 }, (_, i) => `t${i}`)
      const insert = (name: string) =>
        client().$transaction(async (tx) => {
          const { id } = await tx.account.create({ data: { name, balance: 0 } })
          await tx.note.create({ data: { accountId: id, body: name } })
        }, LIMITS)
      await Promise.all(names.map(insert))
      expect(
        await place().other.all(
          'SELECT count(*) AS n FROM "Account" JOIN "Note" ON "accountId" = "Account"."id"',
        ),
      ).toEqual([{ n: 200 }])
    })

    it('leaves the writer free after a transaction that ran out of time', async () => {
      const freed = signal()
      const slow = client().$transaction(
        async (tx) => {
          await tx.account.updateMany({ data: { balance: 1 } })
          await freed.given
          await tx.account.updateMany({ data: { balance: 2 } })
        },
        { maxWait: 20_000, timeout: 100 },
      )
      // This one gets its turn only when the first has been thrown out.
      await client().account.create({ data: { name: 'next', balance: 3 } })
      freed.give()
      expect((await failureOf(slow)).code).toBe('P2028')
      expect(await balances()).toEqual([{ balance: 100 }, { balance: 3 }])
    })

    it('stores nothing of a transaction that runs out of time in the middle of its statements', async () => {
      for (let timeout = 1; timeout <= 12; timeout += 1) {
        const name = `late${timeout}`
        const work = client().$transaction(
          async (tx) => {
            for (let i = 0; i < 40; i += 1) {
              await tx.account.create({
                data: {
                  name: `${name}-${i}`,
                  balance: 0,
                  notes: { create: [{ body: '1' }, { body: '2' }] },
                },
              })
            }
          },
          { maxWait: 20_000, timeout },
        )
        const failure = await work.then(
          () => undefined,
          (error: unknown) => error,
        )
        const stored = await client().account.count({ where: { name: { startsWith: `${name}-` } } })
        expect(stored).toBe(failure ? 0 : 40)
      }
    })

    it('leaves the writer free after a transaction that gave up waiting', async () => {
      const done = signal()
      const first = client().$transaction(async (tx) => {
        await tx.account.updateMany({ data: { balance: 1 } })
        await done.given
      }, LIMITS)
      const second = client().$transaction((tx) => tx.account.deleteMany(), {
        maxWait: 50,
        timeout: 1_000,
      })
      expect((await failureOf(second)).code).toBe('P2028')
      done.give()
      await first
      await client().$transaction((tx) => tx.account.updateMany({ data: { balance: 9 } }), LIMITS)
      expect(await balances()).toEqual([{ balance: 9 }])
    })
  })
}
