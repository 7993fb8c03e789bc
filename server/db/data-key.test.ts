import { beforeEach, expect, it } from 'vitest'
import { createKeyring, type Keyring } from '../kernel/keyring.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import type { Ctx } from './context.ts'
import { assertDataKey, unfinishedKeys, withKeptSignatures } from './data-key.ts'

const rootOf = (n: number) => Buffer.alloc(32, n).toString('base64')
const ring = (n: number, ...retired: number[]) => createKeyring(rootOf(n), retired.map(rootOf))
const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describeOnBothDatabases('the data key', (database) => {
  let ctx: Ctx
  const start = (keys: Keyring) => assertDataKey({ ...ctx, keys })
  const finish = (n: number) =>
    ctx.db.dataKey.update({ where: { id: ring(n).keyId }, data: { retiredAt: ctx.clock.now() } })

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.dataKey.deleteMany()
  })

  it('is noted by the first start and refused when another comes', async () => {
    await start(ring(1))
    await start(ring(1))
    await expect(start(ring(9))).rejects.toEqual(refusal('DATA_KEY_MISMATCH'))
    await expect(start(ring(9, 8))).rejects.toEqual(refusal('DATA_KEY_MISMATCH'))
    await start(ring(1))
  })

  it('of several that start at once is one at most, and a refused one stays refused', async () => {
    const starts = [1, 2, 3].map((n) => ({ ...ctx, keys: ring(n) }))
    const outcomes = await Promise.allSettled(starts.map(assertDataKey))
    const noted = await ctx.db.dataKey.findMany()
    expect(noted.length).toBeLessThanOrEqual(1)
    outcomes.forEach(({ status }, i) => {
      const isNoted = noted.some(({ id }) => id === starts[i]?.keys.keyId)
      expect(status === 'fulfilled').toBe(isNoted)
    })
  })

  it('is followed by a new one that brings the old one along, and never by the old one again', async () => {
    await start(ring(1))
    await start(ring(2, 1))
    await start(ring(2, 1))
    expect(await unfinishedKeys(ctx)).toEqual([ring(1).keyId])
    const retired = { code: 'DATA_KEY_RETIRED', params: { current: ring(2).keyId } }
    await expect(start(ring(1))).rejects.toMatchObject(retired)
    await expect(start(ring(1, 2))).rejects.toMatchObject(retired)
  })

  it('asks for the old one until the rotation is over, and not after', async () => {
    await start(ring(1))
    await start(ring(2, 1))
    await expect(start(ring(2))).rejects.toMatchObject({
      code: 'DATA_KEY_PREVIOUS_MISSING',
      params: { keyId: ring(1).keyId },
    })
    await finish(1)
    await start(ring(2))
    await expect(start(ring(1))).rejects.toEqual(refusal('DATA_KEY_RETIRED'))
  })

  it('can be replaced again before everything was rewritten', async () => {
    await start(ring(1))
    await start(ring(2, 1))
    await expect(start(ring(3, 2))).rejects.toEqual(refusal('DATA_KEY_PREVIOUS_MISSING'))
    // Refused without a trace: the old pair still opens it.
    await start(ring(2, 1))
    await start(ring(3, 2, 1))
    expect([...(await unfinishedKeys(ctx))].sort()).toEqual([ring(1).keyId, ring(2).keyId].sort())
  })

  it('that is new at two servers at once is one of them', async () => {
    await start(ring(1))
    const outcomes = await Promise.allSettled([start(ring(2, 1)), start(ring(3, 1))])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await ctx.db.dataKey.count({ where: { signingKeys: null } })).toBe(1)
    const both = await Promise.allSettled([start(ring(4, 3, 2, 1)), start(ring(4, 3, 2, 1))])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  })

  it('that is gone still proves what it signed, over several rotations, and reads nothing', async () => {
    const mac = ring(1).mac('audit.tag', 'entry')
    await start(ring(1))
    await start(ring(2, 1))
    await finish(1)
    await start(ring(3, 2))
    await finish(2)
    await start(ring(3))
    const keys = await withKeptSignatures({ ...ctx, keys: ring(3) })
    expect(keys.isMac('audit.tag', 'entry', mac)).toBe(true)
    expect(ring(3).isMac('audit.tag', 'entry', mac)).toBe(false)
    expect(keys.retiredIds).toEqual([])
    const rows = await ctx.db.dataKey.findMany()
    // Only what is sealed with the key in use is kept, and nothing of the roots themselves.
    for (const { id, signingKeys } of rows)
      expect(signingKeys?.startsWith(keys.sealedPrefix) ?? id === keys.keyId).toBe(true)
  })
})
