import { beforeEach, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import type { Ctx, Db } from './context.ts'
import { runTogether } from './run-together.ts'
import { sql } from './sql.ts'
import { inTransaction } from './transaction.ts'

describeOnBothDatabases('changes that run together', (database) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.dataKey.deleteMany()
    await ctx.db.setting.deleteMany()
  })
  const addKey = (id: string) =>
    sql`INSERT INTO "DataKey" ("id", "createdAt") VALUES (${id}, ${ctx.clock.now()})`
  const dropKeys = sql`DELETE FROM "DataKey"`
  const forgetSettings = sql`DELETE FROM "Setting"`

  it('say how many rows each of them changed', async () => {
    const counts = await inTransaction(ctx, async (ctx) => {
      await runTogether(ctx, [addKey('a')])
      await runTogether(ctx, [addKey('b')])
      return runTogether(ctx, [dropKeys, forgetSettings])
    })
    expect(counts).toEqual([2, 0])
    expect(await ctx.db.dataKey.count()).toBe(0)
  })

  it('are all undone when one of them fails', async () => {
    const both = inTransaction(ctx, (ctx) =>
      runTogether(ctx, [forgetSettings, addKey('a'), addKey('a')]),
    )
    await expect(both).rejects.toThrow()
    expect(await ctx.db.dataKey.count()).toBe(0)
  })
})
