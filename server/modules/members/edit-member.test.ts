import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { subscribe } from '../outbox/outbox.service.ts'
import { createStore } from '../stores/stores.service.ts'
import { createMemberInput, listMembersInput, updateMemberInput } from './members.contract.ts'
import {
  addNote,
  createMember,
  deleteAnyNote,
  deleteNote,
  getMember,
  listChangesSince,
  listMembers,
  listNotes,
  nameMembers,
  revealMember,
  setMemberStatus,
  updateMember,
} from './members.service.ts'

const PROFILE = {
  nickname: '夏夏的小厨房',
  mobile: '138 1234 6207',
  email: 'Xia@Outlook.com',
  realName: '沈小夏',
  externalId: 'X1',
  cardNo: 'VIP1',
  gender: 'female',
  birthday: '1990-03-18',
  regionCode: '330106',
  remark: '第一行\n第二行',
}

describeOnBothDatabases('a member', (database) => {
  let ctx: Ctx<Db>
  let count = 0
  beforeEach(async () => {
    ctx = makeTestContext(database(), { clock: fakeClock() })
    await ctx.db.member.deleteMany()
    await ctx.db.outboxEvent.deleteMany()
  })
  const create = (over: object = {}) =>
    createMember(ctx, createMemberInput.parse({ ...PROFILE, ...over }))
  const edit = (uid: string, version: number, changes: object, by: Ctx = ctx) =>
    updateMember(by, updateMemberInput.parse({ uid, version, changes }))
  const person = async (role = 'operator') => {
    const username = `editor${(count += 1)}`
    return asStaff(ctx, await makeStaff(ctx, { username, roles: [role] }))
  }
  const entriesOf = async (uid: string) =>
    (await auditEntries(ctx)).filter(({ targetId }) => targetId === uid)

  it('is created with everything that was filled in, is welcomed, and the record shows no personal data', async () => {
    const { uid } = await create()
    expect(await getMember(ctx, { uid })).toMatchObject({
      nickname: '夏夏的小厨房',
      mobileMasked: '138****6207',
      emailMasked: 'xi***@outlook.com',
      realNameMasked: '沈*夏',
      externalId: 'X1',
      cardNo: 'VIP1',
      birthday: '1990-03-18',
      regionCode: '330106',
      remark: '第一行\n第二行',
      registerChannel: 'backOffice',
      status: 'active',
      orderCount: 0,
      spendFen: 0,
      version: 1,
    })
    expect(await ctx.db.outboxEvent.findMany()).toMatchObject([
      { type: 'member.registered', memberUid: uid },
    ])
    const entries = await entriesOf(uid)
    expect(entries.map(({ action }) => action)).toEqual(['member.create'])
    expect(JSON.stringify(entries)).not.toMatch(/13812346207|沈小夏|xia@/i)
  })

  it.each([
    ['mobile', { mobile: '13812346207' }, 'MOBILE_TAKEN'],
    ['e-mail', { email: 'xia@outlook.com' }, 'EMAIL_TAKEN'],
    ['card', { cardNo: 'VIP1' }, 'CARD_TAKEN'],
    ['external number', { externalId: 'X1' }, 'EXTERNAL_ID_TAKEN'],
  ])('whose %s another has is refused and nothing is written', async (_what, value, code) => {
    await create()
    const input = createMemberInput.parse({ externalId: 'X2', ...value })
    await expect(createMember(ctx, input)).rejects.toMatchObject({ code })
    expect(await ctx.db.member.count()).toBe(1)
    expect(await ctx.db.outboxEvent.count()).toBe(1)
    const { uid } = await createMember(ctx, createMemberInput.parse({ externalId: 'X3' }))
    await expect(edit(uid, 1, value)).rejects.toMatchObject({ code })
    expect((await getMember(ctx, { uid })).version).toBe(1)
  })

  it.each([
    [{ birthday: '2026-03-19' }, 'DATE_INVALID'],
    [{ regionCode: '999999' }, 'REGION_UNKNOWN'],
    [{ homeStoreId: 404 }, 'STORE_UNKNOWN'],
  ])('with %j is refused', async (over, code) => {
    await expect(create(over)).rejects.toMatchObject({ code })
  })

  it('needs something to be known by', () => {
    expect(createMemberInput.safeParse({ nickname: '无名' }).success).toBe(false)
    for (const over of [
      { mobile: '12345' },
      { birthday: '1997-02-30' },
      { email: 'x' },
      { avatarUrl: 'http://x.example/a.png' },
      { nickname: 'a\u0000' },
    ]) {
      expect(
        createMemberInput.safeParse({ ...PROFILE, ...over }).success,
        JSON.stringify(over),
      ).toBe(false)
    }
  })

  it('created twice at once with one mobile is there once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) =>
        create({ externalId: `E${i}`, cardNo: null, email: null }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ code: 'MOBILE_TAKEN' })
      }
    }
  })

  it('changes in the fields that were given only, found by its new values and no longer by the old', async () => {
    const { uid } = await create()
    expect(await edit(uid, 1, { nickname: '秋秋', mobile: '13900001111', email: null })).toEqual({
      version: 2,
    })
    expect(await getMember(ctx, { uid })).toMatchObject({
      nickname: '秋秋',
      mobileMasked: '139****1111',
      emailMasked: null,
      realNameMasked: '沈*夏',
      cardNo: 'VIP1',
    })
    const find = async (keyword: string) =>
      (await listMembers(ctx, listMembersInput.parse({ keyword }))).total
    expect(await Promise.all(['秋秋', '13900001111', '1111'].map(find))).toEqual([1, 1, 1])
    expect(
      await Promise.all(['厨房', '夏夏', '13812346207', '6207', 'xia@outlook.com'].map(find)),
    ).toEqual([0, 0, 0, 0, 0])
    const [, change] = await entriesOf(uid)
    expect(change).toMatchObject({ action: 'member.update' })
    expect(change?.after).toEqual({
      nickname: '秋秋',
      mobile: '139****1111',
      email: null,
    })
  })

  it('a mobile that differs in its middle is a change, though it looks the same masked', async () => {
    const { uid } = await create()
    await edit(uid, 1, { mobile: '13899996207' })
    const [, change] = await entriesOf(uid)
    expect(change?.after).toEqual({ mobile: '≠ 138****6207' })
  })

  it('saved without a change counts no version and records nothing', async () => {
    const { uid } = await create()
    expect(await edit(uid, 1, { nickname: PROFILE.nickname, email: 'xia@outlook.com' })).toEqual({
      version: 1,
    })
    expect(await entriesOf(uid)).toHaveLength(1)
  })

  describe('edited by two', () => {
    it('the second is refused, told who changed what, and may save on top', async () => {
      const { uid } = await create()
      const [first, second] = [await person(), await person()]
      await edit(uid, 1, { nickname: '甲改', mobile: '13900001111' }, first)
      await setMemberStatus(first, { uid, status: 'disabled', reason: '投诉' })
      await expect(edit(uid, 1, { nickname: '乙改' }, second)).rejects.toMatchObject({
        code: 'MEMBER_CHANGED',
      })
      expect(await listChangesSince(second, { uid, version: 1 })).toMatchObject([
        {
          actorName: first.actor.name,
          before: { nickname: '夏夏的小厨房', mobile: '138****6207' },
          after: { nickname: '甲改', mobile: '139****1111' },
        },
        {
          actorName: first.actor.name,
          before: { status: 'active' },
          after: { status: 'disabled' },
        },
      ])
      expect(await listChangesSince(second, { uid, version: 2 })).toHaveLength(1)
      expect(await listChangesSince(second, { uid, version: 3 })).toEqual([])
      await edit(uid, 3, { nickname: '乙改' }, second)
      expect((await getMember(ctx, { uid })).nickname).toBe('乙改')
    })

    it('at the same moment, exactly one is written and the others are told, on every round', async () => {
      const { uid } = await create()
      for (let version = 1; version <= 8; version += 1) {
        const results = await Promise.allSettled(
          // With pairs of characters that all of them write, and the name before had.
          ['甲', '乙', '丙'].map((name) =>
            edit(uid, version, { nickname: `${name}${version}的小厨房` }),
          ),
        )
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        for (const result of results) {
          if (result.status === 'rejected')
            expect(result.reason).toMatchObject({ code: 'MEMBER_CHANGED' })
        }
        expect((await getMember(ctx, { uid })).version).toBe(version + 1)
      }
      expect(await entriesOf(uid)).toHaveLength(9)
    })

    it('two members who want one mobile at once: one gets it, the other is told', async () => {
      const one = await createMember(ctx, createMemberInput.parse({ externalId: 'A' }))
      const two = await createMember(ctx, createMemberInput.parse({ externalId: 'B' }))
      const results = await Promise.allSettled(
        [one, two].map(({ uid }) => edit(uid, 1, { mobile: '13900001111' })),
      )
      const refused = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      )
      expect(refused).toMatchObject([{ code: 'MOBILE_TAKEN' }])
    })
  })

  it('is disabled and enabled with a reason; again changes nothing', async () => {
    const { uid } = await create()
    for (const status of ['disabled', 'disabled', 'active'] as const) {
      await setMemberStatus(ctx, { uid, status, reason: '核实身份' })
      expect((await getMember(ctx, { uid })).status).toBe(status)
    }
    const entries = await entriesOf(uid)
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['member.create', null],
      ['member.setStatus', '核实身份'],
      ['member.setStatus', '核实身份'],
    ])
  })

  it('is never edited out of sight by who sees some stores', async () => {
    const { id: storeId } = await createStore(ctx, { code: `S${(count += 1)}`, name: '本店' })
    const { uid } = await create({ homeStoreId: storeId })
    const own: Ctx = {
      ...ctx,
      actor: { ...ctx.actor, scope: { kind: 'stores', storeIds: [storeId] } },
    }
    const away = { homeStoreId: null }
    await expect(edit(uid, 1, away, own)).rejects.toMatchObject({ code: 'STORE_UNKNOWN' })
    expect(await edit(uid, 1, away)).toEqual({ version: 2 })
  })

  it('is seen, edited, noted and revealed only by who sees its store', async () => {
    const { id: storeId } = await createStore(ctx, { code: `S${(count += 1)}`, name: '外店' })
    const { uid } = await create({ homeStoreId: storeId })
    const base = await person('administrator')
    const stranger: Ctx = {
      ...base,
      actor: { ...base.actor, scope: { kind: 'stores', storeIds: [] } },
    }
    const code = 'NOT_FOUND'
    const reason = '核对身份'
    for (const attempt of [
      () => getMember(stranger, { uid }),
      () => edit(uid, 1, { nickname: 'x' }, stranger),
      () => setMemberStatus(stranger, { uid, status: 'disabled', reason }),
      () => listNotes(stranger, { uid }),
      () => addNote(stranger, { uid, text: 'x' }),
      () => listChangesSince(stranger, { uid, version: 1 }),
      () => revealMember(stranger, { uid, field: 'email', reason }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code })
    }
    const { id, memberNo, nickname } = await getMember(base, { uid })
    expect(await nameMembers(base, { ids: [id, 999_999] })).toEqual([
      { id, uid, memberNo, nickname },
    ])
    expect(await nameMembers(stranger, { ids: [id] })).toEqual([])
    const seen = await revealMember(base, { uid, field: 'realName', reason })
    expect(seen.value).toBe('沈小夏')
  })

  it('has notes, which their authors alone take away', async () => {
    const { uid } = await create()
    const [one, two] = [await person(), await person()]
    const { id: noteId } = await addNote(one, { uid, text: '喜欢靠窗\n的座位' })
    await addNote(two, { uid, text: '第二条' })
    expect((await listNotes(one, { uid })).map(({ text, isMine }) => [text, isMine])).toEqual([
      ['第二条', false],
      ['喜欢靠窗\n的座位', true],
    ])
    await expect(deleteNote(two, { uid, noteId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await deleteNote(one, { uid, noteId })
    expect(await listNotes(one, { uid })).toHaveLength(1)
  })

  it('has notes that somebody with the right takes away, recorded by author and without the text', async () => {
    const { uid } = await create()
    const other = await createMember(ctx, createMemberInput.parse({ externalId: 'NOTED' }))
    const [author, chief] = [await person(), await person('administrator')]
    const text = '家住 3 栋，电话 13800138000'
    const { id: noteId } = await addNote(author, { uid, text })
    const refused = { code: 'NOT_FOUND' }
    await expect(deleteAnyNote(chief, { uid: other.uid, noteId })).rejects.toMatchObject(refused)
    const stranger: Ctx = {
      ...chief,
      actor: { ...chief.actor, scope: { kind: 'stores', storeIds: [] } },
    }
    await expect(deleteAnyNote(stranger, { uid, noteId })).rejects.toMatchObject(refused)
    expect(await listNotes(author, { uid })).toHaveLength(1)

    await deleteAnyNote(chief, { uid, noteId })
    expect(await listNotes(author, { uid })).toEqual([])
    const [entry] = await auditEntries(ctx, { action: 'member.deleteNote', targetId: uid })
    expect(entry).toMatchObject({
      actorName: chief.actor.name,
      before: { author: author.actor.name },
      after: null,
    })
    expect(JSON.stringify(entry)).not.toContain('13800138000')
    await expect(deleteAnyNote(chief, { uid, noteId })).rejects.toMatchObject(refused)
  })

  it('that was changed is told to who has subscribed: an edit, a new status, and nothing else', async () => {
    const { uid } = await create()
    await inTransaction(ctx, (ctx) => subscribe(ctx, 'webhook:a', ['member.updated']))
    await edit(uid, 1, { remark: '靠窗' })
    await edit(uid, 2, { remark: '靠窗' })
    const disabled = { uid, status: 'disabled', reason: '测试停用' } as const
    await setMemberStatus(ctx, disabled)
    await setMemberStatus(ctx, disabled)
    await inTransaction(ctx, (ctx) => subscribe(ctx, 'webhook:a', []))
    const where = { type: 'member.updated' }
    const events = await ctx.db.outboxEvent.findMany({ where, orderBy: { id: 'asc' } })
    expect(events.map(({ payload }) => payload)).toEqual([
      { memberUid: uid, version: 2, status: 'active' },
      { memberUid: uid, version: 3, status: 'disabled' },
    ])
  })
})
