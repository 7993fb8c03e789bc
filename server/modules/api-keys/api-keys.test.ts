import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries, clearAudit } from '../../testing/audit-entries.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { createStore } from '../stores/stores.service.ts'
import { createApiKeyInput } from './api-keys.contract.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.service.ts'
import { findKey, noteUse } from './known-keys.ts'

const MALL = { name: '商城', scopes: ['members.read' as const], source: null, storeId: null }
const REASON = '合作结束'
let count = 0

describeOnBothDatabases('API keys', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await clearAudit(ctx)
    await ctx.db.apiKey.deleteMany()
  })
  const makeStore = async () =>
    (await createStore(ctx, { code: `K${(count += 1)}`, name: `店${count}` })).id
  const bound = (storeIds: number[]): Ctx<Db> => ({
    ...ctx,
    actor: { ...ctx.actor, scope: { kind: 'stores', storeIds } },
  })

  it('show their secret once: no list, no row and no record holds it', async () => {
    const { id, keyId, secret } = await createApiKey(ctx, MALL)
    expect(secret).toMatch(/^[\w-]{43}$/)
    const stored = await ctx.db.apiKey.findMany()
    const seen = JSON.stringify([
      await listApiKeys(ctx),
      stored,
      await ctx.db.auditEntry.findMany(),
    ])
    expect(seen).toContain(keyId)
    expect(seen).not.toContain(secret)
    expect(Object.keys((await listApiKeys(ctx))[0] ?? {})).not.toContain('secretCipher')
    expect((await createApiKey(ctx, MALL)).secret).not.toBe(secret)
    expect(await auditEntries(ctx)).toMatchObject([
      { action: 'apiKey.create', targetType: 'apiKey', targetId: String(id), targetName: '商城' },
      { action: 'apiKey.create' },
    ])
  })

  it('are revoked once, at once, by whom and why', async () => {
    const [kept, gone] = [await createApiKey(ctx, MALL), await createApiKey(ctx, MALL)]
    expect(await findKey(ctx, gone.keyId)).toBeDefined()
    await clearAudit(ctx)
    await revokeApiKey(ctx, { id: gone.id, reason: REASON })
    await revokeApiKey(ctx, { id: gone.id, reason: '再来一次' })
    expect(await findKey(ctx, gone.keyId)).toBeUndefined()
    expect(await auditEntries(ctx)).toMatchObject([{ action: 'apiKey.revoke', reason: REASON }])
    expect(await listApiKeys(ctx)).toMatchObject([
      { id: kept.id, revokedAt: null },
      { id: gone.id, revokedAt: clock.now().getTime(), revokedBy: 'test' },
    ])
    const nobody = revokeApiKey(ctx, { id: 1_000_000, reason: REASON })
    await expect(nobody).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('that send orders have a source, and every key has a scope that there is', () => {
    const problemsOf = (more: object) =>
      createApiKeyInput.safeParse({ ...MALL, ...more }).error?.issues.map(({ path }) => path[0])
    expect(problemsOf({ scopes: ['orders.write'] })).toEqual(['source'])
    expect(problemsOf({ scopes: ['orders.write'], source: 'mall' })).toBeUndefined()
    expect(problemsOf({ scopes: [] })).toEqual(['scopes'])
    expect(problemsOf({ scopes: ['everything'] })).toEqual(['scopes'])
    expect(problemsOf({ name: ' ' })).toEqual(['name'])
  })

  it('of a store are listed and revoked by who sees it, and made only by who sees all stores', async () => {
    const [own, other] = [await makeStore(), await makeStore()]
    const [ofAll, ofOther] = [
      await createApiKey(ctx, MALL),
      await createApiKey(ctx, { ...MALL, storeId: other }),
    ]
    const leader = bound([own])
    const mine = await createApiKey(ctx, { ...MALL, storeId: own })
    expect((await listApiKeys(leader)).map(({ id }) => id)).toEqual([mine.id])
    expect((await listApiKeys(ctx)).map(({ id }) => id)).toContain(mine.id)
    const refused = [
      [() => createApiKey(leader, MALL), 'RIGHT_NOT_YOURS'],
      [() => createApiKey(leader, { ...MALL, storeId: own }), 'RIGHT_NOT_YOURS'],
      [() => createApiKey(ctx, { ...MALL, storeId: 999_999 }), 'STORE_UNKNOWN'],
      [() => revokeApiKey(leader, { id: ofAll.id, reason: REASON }), 'NOT_FOUND'],
      [() => revokeApiKey(leader, { id: ofOther.id, reason: REASON }), 'NOT_FOUND'],
    ] as const
    for (const [attempt, code] of refused) await expect(attempt()).rejects.toMatchObject({ code })
    await revokeApiKey(leader, { id: mine.id, reason: REASON })
    expect(await ctx.db.apiKey.count({ where: { revokedAt: null } })).toBe(2)
  })

  it('leave out a scope that this version does not know', async () => {
    const { id, keyId } = await createApiKey(ctx, MALL)
    await ctx.db.apiKey.update({ where: { id }, data: { scopes: ['members.read', 'late'] } })
    expect((await findKey(ctx, keyId))?.partner.scopes).toEqual(['members.read'])
    expect(await listApiKeys(ctx)).toMatchObject([{ scopes: ['members.read'] }])
  })

  it('note their use once a minute', async () => {
    const { id, keyId } = await createApiKey(ctx, MALL)
    const start = clock.now().getTime()
    const use = async () => {
      const key = await findKey(ctx, keyId)
      if (key) await noteUse(ctx, key)
      const { lastUsedAt } = await ctx.db.apiKey.findUniqueOrThrow({ where: { id } })
      return (lastUsedAt?.getTime() ?? 0) - start
    }
    expect(await use()).toBe(0)
    clock.advance(59_000)
    expect(await use()).toBe(0)
    clock.advance(1_000)
    expect(await use()).toBe(60_000)
  })
})
