import { expect, it } from 'vitest'
import { createKeyring } from '../kernel/keyring.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { assertDataKey } from './data-key.ts'

describeOnBothDatabases('the data key', (database) => {
  it('is noted by the first start and refused when another comes', async () => {
    const ctx = makeTestContext(database())
    await assertDataKey(ctx)
    await assertDataKey(ctx)
    const keys = createKeyring(Buffer.alloc(32, 9).toString('base64'))
    await expect(assertDataKey({ ...ctx, keys })).rejects.toMatchObject({
      code: 'DATA_KEY_MISMATCH',
    })
  })

  it('of several that start at once is one at most, and a refused one stays refused', async () => {
    const ctx = makeTestContext(database())
    await ctx.db.dataKey.deleteMany()
    const starts = [1, 2, 3].map((n) => {
      const keys = createKeyring(Buffer.alloc(32, n).toString('base64'))
      return { ...ctx, keys }
    })
    const outcomes = await Promise.allSettled(starts.map(assertDataKey))
    const noted = await ctx.db.dataKey.findMany()
    expect(noted.length).toBeLessThanOrEqual(1)
    outcomes.forEach(({ status }, i) => {
      const isNoted = noted.some(({ id }) => id === starts[i]?.keys.keyId)
      expect(status === 'fulfilled').toBe(isNoted)
    })
  })
})
