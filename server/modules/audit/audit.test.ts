import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { runStatement, sql } from '../../db/sql.ts'
import { inTransaction } from '../../db/transaction.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { listAuditInput } from './audit.contract.ts'
import { canonicalJson } from './audit-chain.rules.ts'
import { changedValues } from './record-audit.ts'
import {
  hasUnsealed,
  listAudit,
  makeFileAnchor,
  recordAudit,
  sealAudit,
  verifyAudit,
  type AuditAnchor,
} from './audit.service.ts'

const target = (id: number) => ({ type: 'store', id, name: `店 ${id}` }) as const

describeOnBothDatabases('the audit log', (database) => {
  let ctx: Ctx<Db>
  let folder: string
  let anchor: AuditAnchor

  /** Writes entries 1 to `count`, with values of every kind that JSON has. */
  const write = async (count: number) => {
    for (let id = 1; id <= count; id += 1) {
      await inTransaction(ctx, (ctx) =>
        recordAudit(ctx, {
          action: 'store.update',
          target: target(id),
          before: { name: '旧', list: ['b', 'a'], nested: { z: 1, a: null } },
          after: { name: `新 ${id}`, isOpen: true },
          reason: '改名',
        }),
      )
    }
  }
  const faults = async () => (await verifyAudit(ctx, anchor)).faults
  const idOf = async (seq: number) =>
    (await ctx.db.auditEntry.findUniqueOrThrow({ where: { seq } })).id

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.auditEntry.deleteMany()
    await ctx.db.auditHead.deleteMany()
    folder = await mkdtemp(join(tmpdir(), '锚 anchor-'))
    anchor = makeFileAnchor(join(folder, 'audit-anchor.json'), ctx.keys)
  })
  afterEach(() => rm(folder, { recursive: true }))

  const sealed = async (count: number) => {
    await write(count)
    await sealAudit(ctx, anchor)
  }

  it('proves itself: what was written is what is there, in the order it was sealed', async () => {
    await sealed(5)
    await write(2)
    expect(await hasUnsealed(ctx)).toBe(true)
    await sealAudit(ctx, anchor)
    expect(await hasUnsealed(ctx)).toBe(false)
    expect(await verifyAudit(ctx, anchor)).toMatchObject({ entries: 7, sealedTo: 7, faults: [] })
  })

  it('seals more than one batch into one chain', async () => {
    const rows = 1203
    const tag = 'x'
    const { clock } = ctx
    await ctx.db.auditEntry.createMany({
      data: Array.from({ length: rows }, (_, n) => ({
        id: `row-${String(n).padStart(5, '0')}`,
        at: clock.now(),
        businessDate: '2026-03-18',
        actorKind: 'program',
        actorName: 'test',
        action: 'store.update',
        targetType: 'store',
        targetId: String(n),
        targetName: '',
        requestId: '',
        address: '',
        tag,
      })),
    })
    expect(await sealAudit(ctx, anchor)).toBe(rows)
    const last = await ctx.db.auditEntry.findFirst({ orderBy: { seq: 'desc' } })
    expect(last?.seq).toBe(rows)
    expect(await anchor.read()).toMatchObject({ seq: rows })
  })

  it('locates a row that was changed by SQL, in whatever column', async () => {
    const changes = [
      sql`UPDATE "AuditEntry" SET "actorName" = 'someone else' WHERE "seq" = 3`,
      sql`UPDATE "AuditEntry" SET "reason" = NULL WHERE "seq" = 3`,
      sql`UPDATE "AuditEntry" SET "targetId" = '99' WHERE "seq" = 3`,
      sql`UPDATE "AuditEntry" SET "action" = 'store.create' WHERE "seq" = 3`,
      sql`UPDATE "AuditEntry" SET "businessDate" = '2026-03-17' WHERE "seq" = 3`,
      sql`UPDATE "AuditEntry" SET "address" = '' WHERE "seq" = 3`,
    ]
    for (const change of changes) {
      await ctx.db.auditEntry.deleteMany()
      await ctx.db.auditHead.deleteMany()
      await sealed(5)
      expect(await runStatement(ctx, change)).toBe(1)
      expect(await faults()).toEqual([{ kind: 'changed', seq: 3, id: await idOf(3) }])
    }
  })

  it('locates a change of the values before and after, and of the time', async () => {
    await sealed(4)
    await ctx.db.auditEntry.update({ where: { seq: 2 }, data: { after: { name: '别的' } } })
    await ctx.db.auditEntry.update({ where: { seq: 4 }, data: { at: new Date(0) } })
    expect((await faults()).map(({ kind, seq }) => [kind, seq])).toEqual([
      ['changed', 2],
      ['changed', 4],
    ])
  })

  it('locates a row that was deleted', async () => {
    await sealed(5)
    await runStatement(ctx, sql`DELETE FROM "AuditEntry" WHERE "seq" = 3`)
    expect(await faults()).toEqual([{ kind: 'missing', seq: 3, id: null }])
  })

  it('locates a row that was deleted, its followers moved up to hide the gap', async () => {
    await sealed(5)
    await runStatement(ctx, sql`DELETE FROM "AuditEntry" WHERE "seq" = 3`)
    await runStatement(ctx, sql`UPDATE "AuditEntry" SET "seq" = 3 WHERE "seq" = 4`)
    await runStatement(ctx, sql`UPDATE "AuditEntry" SET "seq" = 4 WHERE "seq" = 5`)
    const found = await faults()
    expect(found[0]).toMatchObject({ kind: 'moved', seq: 3 })
    expect(found.map(({ kind }) => kind)).toContain('tailCut')
  })

  it('locates a row that was put in, sealed or waiting for the seal', async () => {
    await sealed(3)
    const copy = await ctx.db.auditEntry.findUniqueOrThrow({ where: { seq: 2 } })
    const { before, after, ...plain } = copy
    const values = { before: before ?? {}, after: after ?? {} }
    const forged = { ...plain, ...values, actorName: 'nobody' }
    await ctx.db.auditEntry.create({ data: { ...forged, id: 'put-in', seq: null, hash: null } })
    expect(await faults()).toEqual([{ kind: 'forged', seq: null, id: 'put-in' }])
    await sealAudit(ctx, anchor)
    expect(await faults()).toEqual([{ kind: 'changed', seq: 4, id: 'put-in' }])
  })

  it('locates rows that changed places', async () => {
    await sealed(5)
    await runStatement(ctx, sql`UPDATE "AuditEntry" SET "seq" = 100 WHERE "seq" = 2`)
    await runStatement(ctx, sql`UPDATE "AuditEntry" SET "seq" = 2 WHERE "seq" = 4`)
    await runStatement(ctx, sql`UPDATE "AuditEntry" SET "seq" = 4 WHERE "seq" = 100`)
    const found = (await faults()).filter(({ kind }) => kind === 'moved')
    expect(found.map(({ seq }) => seq)).toEqual(expect.arrayContaining([2, 4]))
  })

  it('locates rows that changed places with their hashes', async () => {
    await sealed(4)
    const [two, three] = [await idOf(2), await idOf(3)]
    const hashOf = async (seq: number) =>
      (await ctx.db.auditEntry.findUniqueOrThrow({ where: { seq } })).hash
    const [hashTwo, hashThree] = [await hashOf(2), await hashOf(3)]
    await ctx.db.auditEntry.update({ where: { id: two }, data: { seq: 100, hash: hashThree } })
    await ctx.db.auditEntry.update({ where: { id: three }, data: { seq: 2, hash: hashTwo } })
    await ctx.db.auditEntry.update({ where: { id: two }, data: { seq: 3 } })
    expect((await faults()).map(({ seq }) => seq)).toEqual(expect.arrayContaining([2, 3]))
  })

  it('notices a tail that was cut, also when the head was set back to fit', async () => {
    await sealed(5)
    const last = await ctx.db.auditEntry.findUniqueOrThrow({ where: { seq: 3 } })
    await runStatement(ctx, sql`DELETE FROM "AuditEntry" WHERE "seq" > 3`)
    expect(await faults()).toEqual([{ kind: 'tailCut', seq: 4, id: null }])
    await ctx.db.auditHead.update({ where: { id: 1 }, data: { seq: 3, hash: last.hash ?? '' } })
    expect(await faults()).toEqual([{ kind: 'tailCut', seq: 4, id: null }])
  })

  it('notices a log that was emptied whole', async () => {
    await sealed(2)
    await ctx.db.auditEntry.deleteMany()
    await ctx.db.auditHead.deleteMany()
    expect((await faults())[0]).toMatchObject({ kind: 'tailCut', seq: 1 })
  })

  it('says so when the file outside is gone or was not written by this program', async () => {
    await sealed(2)
    const path = join(folder, 'audit-anchor.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"seq":2', '"seq":1'))
    expect(await faults()).toEqual([{ kind: 'anchorMissing', seq: null, id: null }])
    await rm(path)
    expect(await faults()).toEqual([{ kind: 'anchorMissing', seq: null, id: null }])
  })

  it('finds no fault in what is sealed while it looks', async () => {
    await sealed(3)
    const growing: AuditAnchor = {
      ...anchor,
      async read() {
        const end = await anchor.read()
        await sealed(3)
        return end
      },
    }
    expect((await verifyAudit(ctx, growing)).faults).toEqual([])
  })

  it('leaves nothing behind of a change that was rolled back', async () => {
    const work = inTransaction(ctx, async (ctx) => {
      await recordAudit(ctx, { action: 'store.create', target: target(1) })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await ctx.db.auditEntry.count()).toBe(0)
  })

  it('stops a check that is not wanted any more', async () => {
    await sealed(1)
    const stop = new AbortController()
    stop.abort()
    await expect(verifyAudit(ctx, anchor, { signal: stop.signal })).rejects.toThrow(/abort/i)
  })

  it('is searched by name, record, request and time, within the stores of the actor', async () => {
    await write(3)
    await inTransaction(ctx, (ctx) =>
      recordAudit(ctx, { action: 'store.create', target: target(9), storeId: 9 }),
    )
    const count = async (filter: object, asked: Ctx = ctx) =>
      (
        await listAudit(asked, {
          ...listAuditInput.parse({}),
          ...filter,
        })
      ).total
    expect(await count({})).toBe(4)
    expect(await count({ keyword: '店 9' })).toBe(1)
    expect(await count({ keyword: '%' })).toBe(0)
    expect(await count({ action: 'store.create' })).toBe(1)
    expect(await count({ targetType: 'store', targetId: '2' })).toBe(1)
    expect(await count({ keyword: 'test' })).toBe(4)
    const now = ctx.clock.now().getTime()
    expect(await count({ from: now + 1 })).toBe(0)
    expect(await count({ from: now, to: now + 1 })).toBe(4)
    const scope = { kind: 'stores', storeIds: [9] } as const
    const own = { ...ctx, actor: { ...ctx.actor, scope } }
    expect(await count({}, own)).toBe(1)
  })
})

describe('what is recorded of a change', () => {
  it('is the fields that differ, and nothing else', () => {
    const before = { name: 'a', roles: ['x'], status: 'active' }
    const after = { name: 'b', roles: ['x'], status: 'active', added: 1 }
    expect(changedValues(before, after)).toEqual({
      before: { name: 'a' },
      after: { name: 'b', added: 1 },
    })
  })
})

describe('JSON that is signed', () => {
  it('reads the same after a database has kept it, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const kept: unknown = JSON.parse(JSON.stringify(value))
        const turned: unknown = JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
          typeof inner === 'object' && inner !== null && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).reverse())
            : inner,
        )
        expect(canonicalJson(kept)).toBe(canonicalJson(value))
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
      }),
    )
  })

  it('differs when anything in it differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        if (!isSame && canonicalJson(a) === canonicalJson(b)) {
          // Only the order of keys may differ between texts that count as equal.
          expect(a).toEqual(b)
        }
      }),
    )
  })
})
