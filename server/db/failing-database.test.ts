import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { databaseCode } from '../kernel/describe-error.ts'
import { withFullDisk } from '../testing/failing-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import type { Ctx, Db, Tx } from './context.ts'
import { toAdapterError } from './postgresql/errors.ts'
import { sharedTransaction } from './shared-transaction.ts'
import { spareWrite } from './spare-write.ts'
import { queryRows, sql } from './sql.ts'
import { inTransaction } from './transaction.ts'

const noteKey = (ctx: Ctx<Tx>, id: string) =>
  ctx.db.dataKey.create({ data: { id, createdAt: ctx.clock.now() } })
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => databaseCode(error),
  )

describeOnBothDatabases('a database that fails', (database, provider) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.dataKey.deleteMany()
  })
  const keys = async () => (await ctx.db.dataKey.findMany()).map(({ id }) => id)

  it('says that the disk is full, keeps nothing of the transaction, and goes on once there is space', async () => {
    const schedule = { name: 'full' }
    const work = withFullDisk(ctx, ['DataKey'], () =>
      inTransaction(ctx, async (ctx) => {
        await ctx.db.schedule.create({ data: schedule })
        await noteKey(ctx, 'a')
      }),
    )
    expect(await failureOf(work)).toBe('DISK_FULL')
    expect(await ctx.db.schedule.count({ where: schedule })).toBe(0)
    await inTransaction(ctx, (ctx) => noteKey(ctx, 'b'))
    expect(await keys()).toEqual(['b'])
  })

  it('fails all who share a transaction at once: none is tried alone', async () => {
    let runs = 0
    const give = sharedTransaction<string, string>(async (ctx, ids) => {
      runs += 1
      await noteKey(ctx, String(runs))
      return ids.map((id) => ({ done: id }))
    })
    const codes = await withFullDisk(ctx, ['DataKey'], () =>
      Promise.all(['a', 'b', 'c'].map((id) => failureOf(give(ctx, id)))),
    )
    expect(codes).toEqual(['DISK_FULL', 'DISK_FULL', 'DISK_FULL'])
    expect(runs).toBe(1)
  })

  it('leaves out a write that nothing depends on while the disk is full, and no other failure', async () => {
    const note = () => spareWrite(() => noteKey(ctx as unknown as Ctx<Tx>, 'a'))
    await withFullDisk(ctx, ['DataKey'], note)
    expect(await keys()).toEqual([])
    await note()
    expect(await keys()).toEqual(['a'])
    await expect(note()).rejects.toThrow()
  })

  if (provider === 'postgresql') {
    it('is told as lost when it cuts a connection under way, and is found again by itself', async () => {
      const pid = sql`SELECT pg_backend_pid() AS "pid"`
      const cut = inTransaction(ctx, async (tx) => {
        await noteKey(tx, 'a')
        const [own] = await queryRows(tx, pid, z.object({ pid: z.int() }))
        await queryRows(ctx, sql`SELECT pg_terminate_backend(${own?.pid ?? 0})`, z.unknown())
        await noteKey(tx, 'b')
      })
      expect(await failureOf(cut)).toBe('DATABASE_LOST')
      expect(await keys()).toEqual([])
      await inTransaction(ctx, (ctx) => noteKey(ctx, 'c'))
      expect(await keys()).toEqual(['c'])
    })
  }
})

describe('an error of a lost Postgres connection', () => {
  const coded = (code: string) => Object.assign(new Error('no'), { code })

  it.each([
    ['refused while it starts', coded('57P03'), 'DATABASE_LOST'],
    ['ended by an administrator', coded('57P01'), 'DATABASE_LOST'],
    ['a broken pipe', coded('EPIPE'), 'DATABASE_LOST'],
    ['no answer from the network', coded('ETIMEDOUT'), 'DATABASE_LOST'],
    ['cut', new Error('Connection terminated unexpectedly'), 'DATABASE_LOST'],
    [
      'used again',
      new Error('Client has encountered a connection error and is not queryable'),
      'DATABASE_LOST',
    ],
    ['none to spare', new Error('timeout exceeded when trying to connect'), 'DATABASE_BUSY'],
    ['another fault', coded('42601'), undefined],
  ])('is known: %s', (_, error, code) => {
    expect(databaseCode(toAdapterError(error))).toBe(code)
  })
})
