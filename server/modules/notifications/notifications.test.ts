import { beforeEach, expect, it } from 'vitest'
import { EXACT_TOTAL_MAX } from '../../contract/pagination.ts'
import type { Ctx, Db } from '../../db/context.ts'
import type { Actor } from '../../kernel/context.ts'
import { auditEntries, clearAudit } from '../../testing/audit-entries.ts'
import {
  fakeClock,
  makeTestContext,
  PROGRAM_ACTOR,
  type FakeClock,
} from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { registerMember } from '../../testing/test-events.ts'
import { createMemberInput } from '../members/members.contract.ts'
import { createMember } from '../members/members.service.ts'
import { dispatchOutbox, retryDelivery, type Consumers } from '../outbox/outbox.service.ts'
import { updateCompany } from '../settings/settings.service.ts'
import { createStore } from '../stores/stores.service.ts'
import type { OutgoingMessage, SendOutcome } from './notification-channel.ts'
import {
  countNotifications,
  inAppChannel,
  keepTemplates,
  listNotifications,
  makeNotifier,
  updateNotificationSettings,
  updateTemplate,
} from './notifications.service.ts'

const HOUR_MS = 3_600_000
const PAGE = { pageNo: 1, pageSize: 50, keyword: '' }

describeOnBothDatabases('notifications', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let sent: OutgoingMessage[]

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    sent = []
    await ctx.db.outboxEvent.deleteMany()
    await ctx.db.notification.deleteMany()
    await ctx.db.notificationTemplate.deleteMany()
    await ctx.db.setting.deleteMany()
    await clearAudit(ctx)
    await keepTemplates(ctx)
    await updateCompany(ctx, { name: '沐禾生活', timeZone: 'Asia/Shanghai' })
  })

  const inApp: Consumers = { notifications: makeNotifier([inAppChannel]) }
  /** A channel that ends as it is told, one answer a message. */
  const scripted = (...outcomes: (SendOutcome | Error)[]): Consumers => ({
    notifications: makeNotifier([
      {
        name: 'inApp',
        send(_ctx, message) {
          sent.push(message)
          const outcome = outcomes.shift() ?? { status: 'sent' as const }
          return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome)
        },
      },
    ]),
  })
  const notifications = () => ctx.db.notification.findMany({ orderBy: { id: 'asc' } })
  const delivery = () => ctx.db.outboxDelivery.findFirstOrThrow()
  const turnOff = () =>
    updateTemplate(ctx, {
      event: 'member.registered',
      channel: 'inApp',
      language: 'zh',
      title: '欢迎',
      body: '欢迎',
      isActive: false,
      version: 1,
    })

  it('welcome a new member by name and number, in the language of the company', async () => {
    const { uid, memberNo, eventId } = await registerMember(ctx, { nickname: '阿一' })
    await dispatchOutbox(ctx, inApp)
    const at = clock.now()
    const [chinese] = await notifications()
    expect(chinese).toMatchObject({ eventId, event: 'member.registered', memberUid: uid })
    expect(chinese).toMatchObject({ channel: 'inApp', language: 'zh', title: '欢迎加入沐禾生活' })
    expect(chinese).toMatchObject({ status: 'sent', error: null, createdAt: at, sentAt: at })
    expect(chinese?.body).toContain(`阿一，您好！您已成为沐禾生活的会员，会员号 ${memberNo}。`)

    await updateNotificationSettings(ctx, { language: 'en' })
    await registerMember(ctx, { nickname: 'Ann' })
    await dispatchOutbox(ctx, inApp)
    const [, english] = await notifications()
    expect(english).toMatchObject({ language: 'en', title: 'Welcome to 沐禾生活' })
    const [entry] = await auditEntries(ctx, { targetId: 'messages' })
    expect(entry).toMatchObject({ before: { language: 'zh' }, after: { language: 'en' } })
  })

  it('address who has no nickname, and speak for a company without a name', async () => {
    await ctx.db.setting.deleteMany()
    await registerMember(ctx, { nickname: '' })
    await dispatchOutbox(ctx, inApp)
    const [row] = await notifications()
    expect(row?.body).toMatch(/^会员，您好！您已成为我们的会员/)
  })

  it('come once, though the consumer fails after it has sent', async () => {
    await registerMember(ctx)
    let isDown = true
    const consumers: Consumers = {
      async notifications(ctx, event) {
        await scripted().notifications(ctx, event)
        if (isDown) throw new Error('the power went')
      },
    }
    await dispatchOutbox(ctx, consumers)
    expect(await delivery()).toMatchObject({ status: 'waiting', attempts: 1 })
    isDown = false
    clock.advance(HOUR_MS)
    await dispatchOutbox(ctx, consumers)
    expect(await delivery()).toMatchObject({ status: 'done', attempts: 2 })
    expect(await notifications()).toMatchObject([{ status: 'sent' }])
    expect(sent).toHaveLength(1)
  })

  const eventOf = ({ uid, eventId }: { uid: string; eventId: string }) => ({
    id: eventId,
    type: 'member.registered' as const,
    memberUid: uid,
    payload: { memberUid: uid, channel: 'backOffice' },
    occurredAt: clock.now(),
  })

  it('come once, though the same event is dealt with three times at once', async () => {
    const event = eventOf(await registerMember(ctx))
    const consumers = scripted()
    await Promise.all([1, 2, 3].map(() => consumers.notifications(ctx, event)))
    expect(sent).toHaveLength(1)
    expect(await notifications()).toHaveLength(1)
  })

  it.each([
    ['the channel cannot say', { status: 'unknown', errorCode: 'TIMEOUT' } as const, 'TIMEOUT'],
    ['the channel breaks', new Error('socket hang up 13800136207'), 'INTERNAL'],
  ])('are not repeated where the outcome is unknown: %s', async (_case, outcome, error) => {
    const { eventId } = await registerMember(ctx)
    const consumers = scripted(outcome)
    await dispatchOutbox(ctx, consumers)
    expect(await delivery()).toMatchObject({ status: 'done' })
    // Not even when the delivery is handed on again.
    await ctx.db.outboxDelivery.updateMany({ data: { status: 'dead' } })
    await retryDelivery(ctx, { eventId, consumer: 'notifications' })
    await dispatchOutbox(ctx, consumers)
    expect(sent).toHaveLength(1)
    expect(await notifications()).toMatchObject([{ status: 'unknown', error, sentAt: null }])
  })

  it('are not repeated where the process ended while it sent', async () => {
    const event = eventOf(await registerMember(ctx))
    const never = () => new Promise<SendOutcome>(() => undefined)
    void makeNotifier([{ name: 'inApp', send: never }])(ctx, event)
    await expect.poll(notifications).toMatchObject([{ status: 'unknown' }])
    await dispatchOutbox(ctx, scripted())
    expect(sent).toEqual([])
    expect(await notifications()).toMatchObject([{ status: 'unknown' }])
    expect(await delivery()).toMatchObject({ status: 'done' })
  })

  it('are tried again where they certainly did not go out', async () => {
    await registerMember(ctx)
    const consumers = scripted({ status: 'failed', errorCode: 'TOO_MANY_REQUESTS' })
    await dispatchOutbox(ctx, consumers)
    expect(await notifications()).toMatchObject([
      { status: 'failed', error: 'TOO_MANY_REQUESTS', sentAt: null },
    ])
    expect(await delivery()).toMatchObject({ status: 'waiting', lastError: 'NOTIFICATION_FAILED' })
    clock.advance(5_000)
    await dispatchOutbox(ctx, consumers)
    expect(await notifications()).toMatchObject([
      { status: 'sent', error: null, sentAt: clock.now() },
    ])
    expect(sent).toHaveLength(2)
    expect(sent[1]).toEqual(sent[0])
  })

  it('are not sent while their text is turned off, to nobody who is gone or disabled', async () => {
    await registerMember(ctx, { status: 'disabled' })
    const gone = await registerMember(ctx)
    await ctx.db.member.delete({ where: { uid: gone.uid } })
    await dispatchOutbox(ctx, inApp)
    await turnOff()
    await registerMember(ctx)
    await dispatchOutbox(ctx, inApp)
    expect(await notifications()).toEqual([])
    expect(await ctx.db.outboxDelivery.count({ where: { status: 'done' } })).toBe(3)
  })

  it('wait in sight where there is no text at all', async () => {
    await ctx.db.notificationTemplate.deleteMany()
    await registerMember(ctx)
    await dispatchOutbox(ctx, inApp)
    expect(await delivery()).toMatchObject({ status: 'waiting', lastError: 'NOT_FOUND' })
  })

  it('are listed by page and filter, to those who see the member', async () => {
    const { id: storeId } = await createStore(ctx, { code: 'NOTE', name: '门店' })
    const first = await registerMember(ctx, { homeStoreId: storeId, nickname: '本店' })
    await dispatchOutbox(ctx, inApp)
    clock.advance(1_000)
    const second = await registerMember(ctx, { nickname: '没有门店' })
    await dispatchOutbox(ctx, scripted({ status: 'unknown', errorCode: 'TIMEOUT' }))
    const uids = async (filter: object, asking: Ctx<Db> = ctx) => {
      const { list, total } = await listNotifications(asking, { ...PAGE, ...filter })
      expect(await countNotifications(asking, { keyword: '', ...filter })).toBe(total)
      return [total, ...list.map(({ member }) => member?.uid)]
    }
    expect(await uids({})).toEqual([2, second.uid, first.uid])
    expect(await uids({ pageNo: 2, pageSize: 1 })).toEqual([2, first.uid])
    expect(await uids({ status: 'unknown' })).toEqual([1, second.uid])
    expect(await uids({ status: 'failed' })).toEqual([0])
    expect(await uids({ event: 'member.registered', channel: 'inApp', status: 'sent' })).toEqual([
      1,
      first.uid,
    ])
    const actor: Actor = { ...PROGRAM_ACTOR, scope: { kind: 'stores', storeIds: [storeId] } }
    expect(await uids({}, { ...ctx, actor })).toEqual([1, first.uid])
    const nobody: Actor = { ...PROGRAM_ACTOR, scope: { kind: 'stores', storeIds: [] } }
    expect(await uids({}, { ...ctx, actor: nobody })).toEqual([0])
    const { list, isTotalExact } = await listNotifications(ctx, PAGE)
    expect(isTotalExact).toBe(true)
    expect(list[0]).toMatchObject({ status: 'unknown', errorCode: 'TIMEOUT', sentAt: null })
    expect(Object.keys(list[0]?.member ?? {})).toEqual(['uid', 'nickname', 'memberNo'])
  })
  it('are found by their member, as members are, by those who see him and see members', async () => {
    const { id: storeId } = await createStore(ctx, { code: 'FIND', name: '门店' })
    const mobile = '13912345678'
    const register = (member: object) => createMember(ctx, createMemberInput.parse(member))
    const ours = await register({ nickname: '夏夏的小厨房', cardNo: 'F1', homeStoreId: storeId })
    clock.advance(1_000)
    const theirs = await register({ nickname: '夏夏的茶铺', mobile })
    await dispatchOutbox(ctx, inApp)
    const { memberNo } = await ctx.db.member.findUniqueOrThrow({ where: { uid: ours.uid } })
    const uids = async (filter: object, actor: Actor = PROGRAM_ACTOR) => {
      const { list } = await listNotifications({ ...ctx, actor }, { ...PAGE, ...filter })
      return list.map(({ member }) => member?.uid)
    }
    expect(await uids({ keyword: '夏夏的' })).toEqual([theirs.uid, ours.uid])
    expect(await uids({ keyword: '小厨房' })).toEqual([ours.uid])
    expect(await uids({ keyword: memberNo })).toEqual([ours.uid])
    expect(await uids({ keyword: mobile })).toEqual([theirs.uid])
    expect(await uids({ keyword: '没有这个人' })).toEqual([])
    expect(await uids({ keyword: '夏夏的', status: 'failed' })).toEqual([])
    expect(await uids({ memberUid: ours.uid })).toEqual([ours.uid])

    const colleague: Actor = { ...PROGRAM_ACTOR, scope: { kind: 'stores', storeIds: [storeId] } }
    expect(await uids({ keyword: '夏夏的' }, colleague)).toEqual([ours.uid])
    expect(await uids({ keyword: mobile }, colleague)).toEqual([])
    expect(await uids({ memberUid: theirs.uid }, colleague)).toEqual([])

    const sender: Actor = { ...PROGRAM_ACTOR, permissions: new Set(['notifications.view']) }
    expect(await uids({ memberUid: ours.uid }, sender)).toEqual([ours.uid])
    await expect(uids({ keyword: mobile }, sender)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      params: { permission: 'members.view' },
    })
  })

  it('are counted exactly up to a limit, beyond it on request only', { tags: 'long' }, async () => {
    const { uid } = await registerMember(ctx)
    await dispatchOutbox(ctx, inApp)
    const { id: _, eventId: __, ...row } = await ctx.db.notification.findFirstOrThrow()
    const at = (n: number) => String(n).padStart(12, '0')
    for (let first = 0; first < EXACT_TOTAL_MAX; first += 1_000)
      await ctx.db.notification.createMany({
        data: Array.from({ length: 1_000 }, (_row, n) => ({
          ...row,
          id: `00000000-0000-7000-8000-${at(first + n)}`,
          eventId: `00000000-0000-7000-9000-${at(first + n)}`,
        })),
      })
    const page = await listNotifications(ctx, { ...PAGE, memberUid: uid })
    expect(page).toMatchObject({ total: EXACT_TOTAL_MAX, isTotalExact: false })
    expect(page.list).toHaveLength(PAGE.pageSize)
    expect(await countNotifications(ctx, { keyword: '', memberUid: uid })).toBe(EXACT_TOTAL_MAX + 1)
  })
})
