import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../kernel/app-error.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import type { Ctx, Db, Tx } from './context.ts'
import { runStatement, sql } from './sql.ts'
import { inTransaction } from './transaction.ts'

/** A helper that must run inside a transaction. */
const noteKey = (ctx: Ctx<Tx>, id: string) =>
  ctx.db.dataKey.create({ data: { id, createdAt: ctx.clock.now() } })

/** Lets several wait until all have come. */
function meetingOf(count: number): () => Promise<void> {
  let missing = count
  let open: () => void = () => undefined
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    missing -= 1
    if (missing <= 0) open()
    return all
  }
}

describeOnBothDatabases('inTransaction', (database, provider) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.dataKey.deleteMany()
  })
  const keys = async () =>
    (await ctx.db.dataKey.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id)

  it('stores what was written and answers what the work answers', async () => {
    expect(await inTransaction(ctx, async (tx) => (await noteKey(tx, 'a')).id)).toBe('a')
    expect(await keys()).toEqual(['a'])
  })

  it('undoes everything when the work throws, and lets an AppError through unchanged', async () => {
    const refusal = new AppError('NOT_FOUND')
    const work = inTransaction(ctx, async (tx) => {
      await noteKey(tx, 'a')
      throw refusal
    })
    await expect(work).rejects.toBe(refusal)
    expect(await keys()).toEqual([])
  })

  it('takes statements written by hand into the transaction, and none after its end', async () => {
    const insert = (id: string) =>
      sql`INSERT INTO "DataKey" ("id", "createdAt") VALUES (${id}, ${ctx.clock.now()})`
    const undone = inTransaction(ctx, async (tx) => {
      expect(await runStatement(tx, insert('a'))).toBe(1)
      expect(await tx.db.dataKey.count()).toBe(1)
      throw new AppError('NOT_FOUND')
    })
    await expect(undone).rejects.toThrow()
    expect(await keys()).toEqual([])

    const kept = await inTransaction(ctx, async (tx) => {
      await runStatement(tx, insert('b'))
      return tx
    })
    const row = await ctx.db.dataKey.findUniqueOrThrow({ where: { id: 'b' } })
    expect(row.createdAt).toEqual(ctx.clock.now())
    // Its connection belongs to somebody else by now.
    await expect(runStatement(kept, insert('c'))).rejects.toThrow('after the end')
    expect(await keys()).toEqual(['b'])
  })

  it('joins the transaction around it: both are stored or neither', async () => {
    const nested = (fails: boolean) =>
      inTransaction(ctx, async (outer) => {
        await noteKey(outer, 'outer')
        await inTransaction(outer, async (inner) => {
          expect(inner.db).toBe(outer.db)
          await noteKey(inner, 'inner')
        })
        if (fails) throw new AppError('NOT_FOUND')
      })
    await expect(nested(true)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await keys()).toEqual([])
    await nested(false)
    expect(await keys()).toEqual(['inner', 'outer'])
  })

  it('throws when the outer context starts another one inside', async () => {
    const work = inTransaction(ctx, async (tx) => {
      await noteKey(tx, 'a')
      await inTransaction(ctx, (other) => noteKey(other, 'b'))
    })
    await expect(work).rejects.toThrow('the outer context was used inside a transaction')
    expect(await keys()).toEqual([])
    await inTransaction(ctx, (tx) => noteKey(tx, 'c'))
    expect(await keys()).toEqual(['c'])
  })

  it('leaves a transaction of which a statement failed to be undone', async () => {
    await noteKey(ctx as unknown as Ctx<Tx>, 'taken')
    const work = inTransaction(ctx, async (tx) => {
      await noteKey(tx, 'a')
      await noteKey(tx, 'taken').catch((error: Error) => error)
      await noteKey(tx, 'b')
    })
    await expect(work).rejects.toThrow(/./)
    expect(await keys()).toEqual(['taken'])
  })

  it('loses none of many at once', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `k${String(i).padStart(2, '0')}`)
    await Promise.all(ids.map((id) => inTransaction(ctx, (tx) => noteKey(tx, id))))
    expect(await keys()).toEqual(ids)
  })

  if (provider === 'postgresql') {
    describe('two that lock the same rows in opposite order', () => {
      const lockByClient = (tx: Ctx<Tx>, id: string) =>
        tx.db.dataKey.update({ where: { id }, data: { createdAt: tx.clock.now() } })
      const lockByRawSql = (tx: Ctx<Tx>, id: string) => {
        const lock = sql`UPDATE "DataKey" SET "createdAt" = "createdAt" WHERE "id" = ${id}`
        return tx.db.$executeRawUnsafe(lock.render(tx.dialect), ...lock.values)
      }

      it.each([
        ['the client', lockByClient],
        ['raw SQL', lockByRawSql],
      ])('run again after a deadlock by %s, and both succeed', async (_, lock) => {
        await inTransaction(ctx, (tx) => noteKey(tx, 'a'))
        await inTransaction(ctx, (tx) => noteKey(tx, 'b'))
        const bothHoldOne = meetingOf(2)
        let attempts = 0
        const run = (first: string, second: string) =>
          inTransaction(ctx, async (tx) => {
            attempts += 1
            await lock(tx, first)
            await bothHoldOne()
            await lock(tx, second)
            return first
          })
        expect(await Promise.all([run('a', 'b'), run('b', 'a')])).toEqual(['a', 'b'])
        expect(attempts).toBe(3)
      })
    })

    describe('one that is chosen to give way time and again', () => {
      /** Fails as the server does to whom it ends because of a deadlock. */
      const loseDeadlock = (tx: Ctx<Tx>) =>
        runStatement(
          tx,
          sql`DO $$ BEGIN RAISE 'chosen' USING ERRCODE = 'deadlock_detected'; END $$`,
        )
      const givingWay = (times: number) => {
        let left = times
        return inTransaction(ctx, async (tx) => {
          await noteKey(tx, 'a')
          if (left > 0) {
            left -= 1
            await loseDeadlock(tx)
          }
        })
      }

      it('comes through in the end, written once', async () => {
        await givingWay(5)
        expect(await keys()).toEqual(['a'])
      })

      it('gives up at last with nothing written', async () => {
        await expect(givingWay(6)).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
        expect(await keys()).toEqual([])
      })
    })
  }

  it('accepts no root client where a transaction is asked (checked by the compiler)', () => {
    // @ts-expect-error: `Ctx<Db>` is not `Ctx<Tx>`
    const refused = () => noteKey(ctx, 'x')
    expect(refused).toBeTypeOf('function')
  })
})
