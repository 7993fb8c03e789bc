import { beforeEach, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import type { Ctx, Db } from './context.ts'
import { sharedRead } from './shared-read.ts'
import { queryRows, sql } from './sql.ts'
import { inTransaction } from './transaction.ts'
import { z } from 'zod'

const countRow = z.object({ count: z.coerce.number() })

describeOnBothDatabases('reads that are shared', (database) => {
  let ctx: Ctx<Db>
  const groups: (readonly string[])[] = []
  const keysOf = sharedRead(async (ctx, names: readonly string[]) => {
    groups.push(names)
    const [row] = await queryRows(ctx, sql`SELECT count(*) AS "count" FROM "DataKey"`, countRow)
    return names.map((name) => `${name} ${row?.count}`)
  })
  beforeEach(async () => {
    ctx = makeTestContext(database())
    groups.length = 0
    await ctx.db.dataKey.deleteMany()
  })
  const addKey = (ctx: Ctx) =>
    ctx.db.dataKey.create({ data: { id: 'a', createdAt: ctx.clock.now() } })

  it('are one statement for all who ask at the same time, each answered his own', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => keysOf(ctx, name)))
    expect(answers).toEqual(['a 0', 'b 0', 'c 0'])
    expect(groups).toEqual([['a', 'b', 'c']])
  })

  it('never answer what is older than the question', async () => {
    const before = keysOf(ctx, 'before')
    await new Promise((resolve) => setImmediate(resolve))
    await addKey(ctx)
    const after = keysOf(ctx, 'after')
    await before
    expect(await after).toBe('after 1')
  })

  it('see what their own transaction has written', async () => {
    await inTransaction(ctx, async (ctx) => {
      await addKey(ctx)
      expect(await keysOf(ctx, 'inside')).toBe('inside 1')
    })
  })
})
