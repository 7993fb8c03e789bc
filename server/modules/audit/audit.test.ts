import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { runStatement, sql } from '../../db/sql.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { clearAudit } from '../../testing/audit-entries.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { listAuditInput } from './audit.contract.ts'
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
  const placeOf = (seq: number) => ctx.db.auditSeal.findUniqueOrThrow({ where: { seq } })
  const idOf = async (seq: number) => (await placeOf(seq)).entryId
  const change = async (seq: number, data: Prisma.AuditEntryUpdateInput) =>
    ctx.db.auditEntry.update({ where: { id: await idOf(seq) }, data })

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await clearAudit(ctx)
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
    const last = await ctx.db.auditSeal.findFirst({ orderBy: { seq: 'desc' } })
    expect(last?.seq).toBe(rows)
    expect(await anchor.read()).toMatchObject({ seq: rows })
  })

  it('locates a row that was changed by SQL, in whatever column', async () => {
    const changes = [
      sql`SET "actorName" = 'someone else'`,
      sql`SET "reason" = NULL`,
      sql`SET "targetId" = '99'`,
      sql`SET "action" = 'store.create'`,
      sql`SET "businessDate" = '2026-03-17'`,
      sql`SET "address" = ''`,
      sql`SET "before" = '{}'`,
      sql`SET "after" = NULL`,
      sql`SET "storeId" = 1`,
      sql`SET "tag" = 'x'`,
    ]
    for (const set of changes) {
      await clearAudit(ctx)
      await rm(join(folder, 'audit-anchor.json'), { force: true })
      await sealed(5)
      const id = await idOf(3)
      expect(await runStatement(ctx, sql`UPDATE "AuditEntry" ${set} WHERE "id" = ${id}`)).toBe(1)
      expect(await faults()).toEqual([{ kind: 'changed', seq: 3, id }])
    }
  })

  it('locates a change of the time', async () => {
    await sealed(4)
    await change(4, { at: new Date(0) })
    expect(await faults()).toEqual([{ kind: 'changed', seq: 4, id: await idOf(4) }])
  })

  it('locates a row that was deleted', async () => {
    await sealed(5)
    const id = await idOf(3)
    await runStatement(ctx, sql`DELETE FROM "AuditEntry" WHERE "id" = ${id}`)
    expect(await faults()).toEqual([{ kind: 'missing', seq: 3, id }])
  })

  it('locates a row that was deleted with its place in the chain', async () => {
    await sealed(5)
    const id = await idOf(3)
    await runStatement(ctx, sql`DELETE FROM "AuditEntry" WHERE "id" = ${id}`)
    await runStatement(ctx, sql`DELETE FROM "AuditSeal" WHERE "seq" = 3`)
    expect(await faults()).toEqual([{ kind: 'missing', seq: 3, id: null }])
  })

  it('locates a row that was deleted, its followers moved up to hide the gap', async () => {
    await sealed(5)
    const id = await idOf(3)
    await runStatement(ctx, sql`DELETE FROM "AuditEntry" WHERE "id" = ${id}`)
    await runStatement(ctx, sql`DELETE FROM "AuditSeal" WHERE "seq" = 3`)
    await runStatement(ctx, sql`UPDATE "AuditSeal" SET "seq" = 3 WHERE "seq" = 4`)
    await runStatement(ctx, sql`UPDATE "AuditSeal" SET "seq" = 4 WHERE "seq" = 5`)
    const found = await faults()
    expect(found[0]).toMatchObject({ kind: 'moved', seq: 3 })
    expect(found.map(({ kind }) => kind)).toContain('tailCut')
  })

  it('locates a row that was put in, sealed or waiting for the seal', async () => {
    await sealed(3)
    const copy = await ctx.db.auditEntry.findUniqueOrThrow({ where: { id: await idOf(2) } })
    const id = uuidv7(ctx.clock)
    await ctx.db.auditEntry.create({ data: { ...copy, id, actorName: 'nobody' } })
    expect(await faults()).toEqual([{ kind: 'forged', seq: null, id }])
    await sealAudit(ctx, anchor, 'recent')
    expect(await faults()).toEqual([{ kind: 'changed', seq: 4, id }])
  })

  it('locates rows that changed places', async () => {
    await sealed(5)
    const [two, four] = [await idOf(2), await idOf(4)]
    const place = (seq: number, entryId: string) =>
      ctx.db.auditSeal.update({ where: { seq }, data: { entryId } })
    await place(2, 'aside')
    await place(4, two)
    await place(2, four)
    const found = (await faults()).filter(({ kind }) => kind === 'moved')
    expect(found.map(({ seq }) => seq)).toEqual(expect.arrayContaining([2, 4]))
  })

  it('locates rows that changed places with their hashes', async () => {
    await sealed(4)
    await runStatement(ctx, sql`UPDATE "AuditSeal" SET "seq" = 100 WHERE "seq" = 2`)
    await runStatement(ctx, sql`UPDATE "AuditSeal" SET "seq" = 2 WHERE "seq" = 3`)
    await runStatement(ctx, sql`UPDATE "AuditSeal" SET "seq" = 3 WHERE "seq" = 100`)
    expect((await faults()).map(({ seq }) => seq)).toEqual(expect.arrayContaining([2, 3]))
  })

  /** Removes entries and places from a place on. */
  const cutFrom = async (seq: number) => {
    const gone = await ctx.db.auditSeal.findMany({ where: { seq: { gte: seq } } })
    const ids = gone.map(({ entryId }) => entryId)
    await ctx.db.auditEntry.deleteMany({ where: { id: { in: ids } } })
    await ctx.db.auditSeal.deleteMany({ where: { seq: { gte: seq } } })
  }

  it('notices a tail that was cut, also when the head was set back to fit', async () => {
    await sealed(5)
    const { hash } = await placeOf(3)
    await cutFrom(4)
    expect(await faults()).toEqual([{ kind: 'tailCut', seq: 4, id: null }])
    await ctx.db.auditHead.update({ where: { id: 1 }, data: { seq: 3, hash } })
    expect(await faults()).toEqual([{ kind: 'tailCut', seq: 4, id: null }])
  })

  it('notices a tail that was cut and sealed anew with other entries', async () => {
    await sealed(5)
    const { hash } = await placeOf(3)
    await cutFrom(4)
    await ctx.db.auditHead.update({ where: { id: 1 }, data: { seq: 3, hash } })
    await write(1)
    await sealAudit(ctx, anchor)
    expect(await faults()).toMatchObject([{ kind: 'tailCut', seq: 5 }])
    await write(3)
    await sealAudit(ctx, anchor)
    expect(await faults()).toMatchObject([{ kind: 'moved', seq: 5 }])
  })

  it('notices a log that was emptied whole', async () => {
    await sealed(2)
    await clearAudit(ctx)
    expect((await faults())[0]).toMatchObject({ kind: 'tailCut', seq: 1 })
  })

  it('seals what a clock set back hid from the seconds', async () => {
    await sealed(2)
    const late = { ...ctx, clock: fakeClock('2026-03-01T00:00:00Z') }
    await inTransaction(late, (ctx) =>
      recordAudit(ctx, { action: 'store.create', target: target(9) }),
    )
    expect(await sealAudit(ctx, anchor, 'recent')).toBe(0)
    expect(await sealAudit(ctx, anchor)).toBe(1)
    expect(await faults()).toEqual([])
  })

  it('has one chain when two servers seal at once', async () => {
    await write(20)
    const both = await Promise.allSettled([sealAudit(ctx, anchor), sealAudit(ctx, anchor)])
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await verifyAudit(ctx, anchor)).toMatchObject({ sealedTo: 20, faults: [] })
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
