import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { assertDataKey, unfinishedKeys, withKeptSignatures } from '../../db/data-key.ts'
import { inTransaction } from '../../db/transaction.ts'
import { invariant } from '../../kernel/invariant.ts'
import { openRoots } from '../../kernel/key-export.ts'
import { createKeyring } from '../../kernel/keyring.ts'
import { sealTo } from '../../kernel/sealed-file.ts'
import { auditEntries, clearAudit } from '../../testing/audit-entries.ts'
import { readSealed } from '../../testing/read-sealed.ts'
import { fakeClock, makeTestContext, TEST_ROOT_SECRET } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { plainMember } from '../../testing/test-member.ts'
import { sealAudit, makeFileAnchor, verifyAudit } from '../audit/audit.service.ts'
import { importBytes } from '../../testing/import-text.ts'
import { createMemberInput, listMembersInput } from '../members/members.contract.ts'
import {
  createMember,
  listMembers,
  memberImporter,
  memberSealedColumns,
} from '../members/members.service.ts'
import { staffSealedColumns } from '../staff/staff.service.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { readBehind, rewrite } from './keys.sql.ts'
import { confirmExport, exportKey, getKeyState, rotateKeys, startRotation } from './keys.service.ts'

const NEW_ROOT = Buffer.alloc(32, 9).toString('base64')
const [mobile, email, realName] = memberSealedColumns.columns
const [totp] = staffSealedColumns.columns
invariant(mobile && email && realName && totp, 'modules declare what they seal')
const TABLES = [memberSealedColumns, staffSealedColumns]
const refusal = (code: string) => expect.objectContaining({ code }) as unknown
const mobileOf = (n: number) => `199${String(n).padStart(8, '0')}`

describeOnBothDatabases('the data key', (database) => {
  const clock = fakeClock()
  let old: Ctx<Db>
  let ctx: Ctx<Db>
  let folder: string

  beforeEach(async () => {
    old = makeTestContext(database(), { clock })
    ctx = { ...old, keys: createKeyring(NEW_ROOT, [TEST_ROOT_SECRET]) }
    folder = await mkdtemp(join(tmpdir(), '换钥 rotate-'))
    await old.db.dataKey.deleteMany()
    await old.db.member.deleteMany()
    await old.db.job.deleteMany()
    await clearAudit(old)
    await assertDataKey(old)
  })
  afterEach(() => rm(folder, { recursive: true }))

  const add = (count: number) =>
    importBytes(
      old,
      memberImporter,
      [
        'customerId,mobile',
        ...Array.from({ length: count }, (_, i) => `m${i + 1},${mobileOf(i + 1)}`),
      ].join('\n'),
    )
  const rotate = (options: Partial<Parameters<typeof rotateKeys>[1]> = {}) =>
    rotateKeys(ctx, { tables: TABLES, filesDir: folder, reason: '每年更换', ...options })
  const find = async (given: Ctx, keyword: string) =>
    (await listMembers(given, listMembersInput.parse({ keyword }))).list
  /** Stops a rotation after this many batches. */
  const stopAfter = (batches: number) => {
    const stopper = new AbortController()
    let reports = 0
    const report = () => {
      if ((reports += 1) > batches) stopper.abort(new Error('power cut'))
    }
    return { signal: stopper.signal, report }
  }
  const behind = () =>
    old.db.member.count({ where: { NOT: { mobileCipher: { startsWith: ctx.keys.sealedPrefix } } } })

  it('is changed everywhere; what was written reads as before, and the old key is retired', async () => {
    await add(450)
    const uid = 'uid-of-all-fields'
    await old.db.member.create({
      data: {
        uid,
        memberNo: '600000000001',
        ...plainMember(clock.now()),
        ...mobile.seal(old.keys, uid, '13812346207'),
        ...email.seal(old.keys, uid, 'xia@example.com'),
        ...realName.seal(old.keys, uid, '沈夏夏'),
      },
    })
    const staffId = await makeStaff(old, { username: 'with-totp' })
    const staff = await old.db.adminUser.findUniqueOrThrow({ where: { id: staffId } })
    await old.db.adminUser.update({
      where: { id: staffId },
      data: totp.seal(old.keys, staff.uid, 'SECRET'),
    })
    await assertDataKey(ctx)
    const seen: number[] = []
    const result = await rotate({ report: (done) => seen.push(done) })
    expect(result).toEqual({ from: [old.keys.keyId], changed: 454, left: 0 })
    expect(seen.at(-1)).toBe(452)
    expect(await unfinishedKeys(ctx)).toEqual([])

    const alone = { ...ctx, keys: createKeyring(NEW_ROOT) }
    await assertDataKey(alone)
    const row = await ctx.db.member.findUniqueOrThrow({ where: { uid } })
    expect(email.open(alone.keys, uid, row.emailCipher ?? '')).toBe('xia@example.com')
    expect(realName.open(alone.keys, uid, row.realNameCipher ?? '')).toBe('沈夏夏')
    expect(row).toMatchObject({
      mobileIndex: alone.keys.blindIndex('member.mobile', '13812346207'),
      mobileLast4Index: alone.keys.blindIndex('member.mobileLast4', '6207'),
      emailIndex: alone.keys.blindIndex('member.email', 'xia@example.com'),
      realNameIndex: alone.keys.blindIndex('member.realName', '沈夏夏'),
    })
    const account = await ctx.db.adminUser.findUniqueOrThrow({ where: { id: staffId } })
    expect(totp.open(alone.keys, staff.uid, account.totpCipher ?? '')).toBe('SECRET')
    expect(await find(alone, mobileOf(450))).toHaveLength(1)
    expect(await auditEntries(ctx, { action: 'keys.rotate' })).toMatchObject([
      {
        targetId: alone.keys.keyId,
        before: { keyIds: [old.keys.keyId] },
        after: { changed: 454, left: 0 },
        reason: '每年更换',
      },
    ])
    expect(await rotate()).toEqual({ from: [], changed: 0, left: 0 })
  })

  it('may be changed half: every member is found, no mobile is taken twice, and it goes on later', async () => {
    await add(450)
    await assertDataKey(ctx)
    await expect(rotate(stopAfter(2))).rejects.toThrow('power cut')
    expect(await behind()).toBe(50)
    for (const n of [1, 225, 449, 450]) {
      const found = await find(ctx, mobileOf(n))
      expect(found, mobileOf(n)).toMatchObject([{ externalId: `m${n}` }])
      expect(await find(ctx, mobileOf(n).slice(-4))).toHaveLength(1)
      const again = createMemberInput.parse({ externalId: `x${n}`, mobile: mobileOf(n) })
      await expect(createMember(ctx, again)).rejects.toMatchObject({ code: 'MOBILE_TAKEN' })
    }
    await expect(
      importBytes(ctx, memberImporter, `customerId,mobile\nx,${mobileOf(1)}`),
    ).rejects.toMatchObject({ code: 'KEYS_ROTATING' })
    expect(await unfinishedKeys(ctx)).toEqual([old.keys.keyId])
    expect(await rotate()).toMatchObject({ changed: 50, left: 0 })
    expect(await behind()).toBe(0)
    expect(await unfinishedKeys(ctx)).toEqual([])
  })

  it('is changed by two servers at once with one effect', async () => {
    await add(450)
    await assertDataKey(ctx)
    const [one, two] = await Promise.all([rotate(), rotate()])
    expect(one.changed + two.changed).toBe(450)
    expect(await behind()).toBe(0)
  })

  it('leaves alone what somebody changed between reading and writing', async () => {
    await add(3)
    await assertDataKey(ctx)
    const { uid: row } = await ctx.db.member.findUniqueOrThrow({ where: { externalId: 'm2' } })
    const rows = await readBehind(ctx, memberSealedColumns, { after: '', take: 10 })
    const was = rows.find((found) => found.row === row)?.['mobileCipher'] ?? ''
    const edited = mobile.seal(ctx.keys, row, '13800000000')
    await ctx.db.member.update({ where: { uid: row }, data: edited })
    const values = mobile.seal(ctx.keys, row, mobileOf(2))
    const isWritten = await inTransaction(ctx, (ctx) =>
      rewrite(ctx, memberSealedColumns, { column: mobile, row, was, values }),
    )
    expect(isWritten).toBe(false)
    expect(await rotate()).toMatchObject({ changed: 2, left: 0 })
    expect(await find(ctx, '13800000000')).toMatchObject([{ externalId: 'm2' }])
  })

  it('stays needed while a value cannot be rewritten, which is said with its number', async () => {
    await add(3)
    await old.db.member.updateMany({
      where: { externalId: 'm2' },
      data: { mobileCipher: `v1.${old.keys.keyId}.AAAA` },
    })
    await assertDataKey(ctx)
    await expect(rotate()).rejects.toMatchObject({ code: 'KEYS_LEFT', params: { left: 1 } })
    expect(await unfinishedKeys(ctx)).toEqual([old.keys.keyId])
    expect(await behind()).toBe(1)
    expect(await auditEntries(ctx, { action: 'keys.rotate' })).toMatchObject([
      { after: { changed: 2, left: 1 } },
    ])
  })

  it('never ends a rotation because a number is there twice, under the old key and the new', async () => {
    await add(2)
    await assertDataKey(ctx)
    const uid = 'uid-of-the-twin'
    const twin = mobile.seal(ctx.keys, uid, mobileOf(1))
    await ctx.db.member.create({
      data: { uid, memberNo: '600000000002', ...plainMember(clock.now()), ...twin },
    })
    await expect(rotate()).rejects.toMatchObject({ code: 'KEYS_LEFT', params: { left: 1 } })
  })

  it('is changed in the files of jobs too; what is no file of ours is left', async () => {
    const path = join(folder, 'audit-1.csv')
    await pipeline(Readable.from(['会员']), sealTo(path, old.keys, 'audit-1.csv'))
    await writeFile(join(folder, 'stray.txt'), 'hello')
    await assertDataKey(ctx)
    expect(await rotate()).toMatchObject({ changed: 1, left: 0 })
    expect(await readSealed(path, createKeyring(NEW_ROOT))).toBe('会员')
  })

  it('stays needed while a good file cannot be rewritten; one that was cut keeps nothing', async () => {
    const path = join(folder, 'audit-1.csv')
    await pipeline(Readable.from(['会员']), sealTo(path, old.keys, 'audit-1.csv'))
    const whole = await readFile(path)
    await writeFile(join(folder, 'audit-2.csv'), whole.subarray(0, -3))
    await writeFile(join(folder, 'audit-3.csv'), whole.subarray(0, 50))
    await assertDataKey(ctx)
    // As when the disk cannot be read at this moment.
    const fileKey = () => {
      throw new Error('EIO')
    }
    const failing = { ...ctx, keys: { ...ctx.keys, fileKey } }
    const options = { tables: TABLES, filesDir: folder, reason: '每年更换' }
    await expect(rotateKeys(failing, options)).rejects.toMatchObject({ code: 'KEYS_LEFT' })
    expect(await unfinishedKeys(ctx)).toEqual([old.keys.keyId])
    expect(await rotate()).toMatchObject({ changed: 1, left: 0 })
    expect(await readSealed(path, createKeyring(NEW_ROOT))).toBe('会员')
    expect((await readdir(folder)).sort()).toEqual(['audit-1.csv', 'audit-2.csv', 'audit-3.csv'])
  })

  it('that is gone still proves the audit log, its chain and its end', async () => {
    const anchorOf = (given: Ctx) => makeFileAnchor(join(folder, 'anchor.json'), given.keys)
    await exportKey(old, { passphrase: 'a long passphrase 44' })
    await sealAudit(old, anchorOf(old))
    await assertDataKey(ctx)
    await rotate()
    await sealAudit(ctx, anchorOf(ctx))
    expect((await verifyAudit(ctx, anchorOf(ctx))).faults).toEqual([])
    const alone = { ...ctx, keys: createKeyring(NEW_ROOT) }
    const without = await verifyAudit(alone, anchorOf(alone))
    expect(without.faults.map(({ kind }) => kind)).toContain('changed')
    const kept = { ...alone, keys: await withKeptSignatures(alone) }
    expect((await verifyAudit(kept, anchorOf(kept))).faults).toEqual([])
  })

  it('counts as exported once somebody says that the copy is safe, not when it is handed out', async () => {
    const { keyId } = old.keys
    expect(await getKeyState(old)).toMatchObject({ keyId, exportedAt: null })
    await expect(confirmExport(old, { keyId })).rejects.toEqual(refusal('NOT_FOUND'))
    const { text, fileName } = await exportKey(old, { passphrase: 'a long passphrase 44' })
    expect(await openRoots(text, 'a long passphrase 44')).toEqual([TEST_ROOT_SECRET])
    expect(fileName).toContain(old.keys.keyId)
    const [entry] = await auditEntries(old, { action: 'keys.export' })
    expect(entry).toMatchObject({ targetId: old.keys.keyId })
    expect(await getKeyState(old)).toMatchObject({ exportedAt: null })
    await confirmExport(old, { keyId })
    expect(await auditEntries(old, { action: 'keys.confirmExport' })).toMatchObject([
      { targetId: keyId },
    ])
    expect(await getKeyState(old)).toMatchObject({ exportedAt: clock.now().getTime() })
    await assertDataKey(ctx)
    // A copy of the old key says nothing about the new one.
    expect(await getKeyState(ctx)).toMatchObject({
      exportedAt: null,
      unfinished: [old.keys.keyId],
    })
  })

  it('is changed from the window on the desktop, elsewhere once a command brought the new one', async () => {
    const chief = await makeStaff(old, { username: 'chief', roles: ['administrator'] })
    const asked = { reason: '离职' }
    await expect(startRotation(await asStaff(old, chief), asked)).rejects.toEqual(
      refusal('KEY_CHANGED_BY_COMMAND'),
    )
    const desktop = {
      ...old,
      runtime: { version: '0', home: 'embedded' as const, filesDir: tmpdir() },
    }
    expect(await getKeyState(desktop)).toMatchObject({ changedBy: 'window' })
    const begun = await startRotation(await asStaff(desktop, chief), asked)
    const job = await old.db.job.findUniqueOrThrow({ where: { id: begun.id } })
    expect(job.input).toEqual({ reason: '离职', from: old.keys.keyId })
    await old.db.job.deleteMany()
    await assertDataKey(ctx)
    const continued = await startRotation(await asStaff(ctx, chief), asked)
    const next = await old.db.job.findUniqueOrThrow({ where: { id: continued.id } })
    expect(next.input).toEqual({ reason: '离职', from: null })
  })
})
