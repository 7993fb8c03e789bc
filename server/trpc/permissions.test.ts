import { randomUUID } from 'node:crypto'
import { TRPCError } from '@trpc/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { PERMISSIONS, type Need, type Permission, type Scope } from '../contract/permissions.ts'
import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Actor } from '../kernel/context.ts'
import { createApiKey } from '../modules/api-keys/api-keys.service.ts'
import { recordAudit } from '../modules/audit/audit.service.ts'
import { keepTemplates } from '../modules/notifications/notifications.service.ts'
import { recordEvent } from '../modules/outbox/outbox.service.ts'
import { createView } from '../modules/preferences/saved-views.ts'
import { BUILT_IN_ROLES } from '../modules/roles/built-in-roles.ts'
import { createRole, keepBuiltInRoles } from '../modules/roles/roles.service.ts'
import { signIn } from '../modules/staff/staff.service.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { receiveFile } from '../modules/imports/imports.service.ts'
import { startJob } from '../modules/jobs/jobs.service.ts'
import { addNote, findMember } from '../modules/members/members.service.ts'
import { bookOrders } from '../modules/orders/orders.service.ts'
import { postCommands } from '../modules/points/post-commands.ts'
import { bytesOf } from '../testing/import-text.ts'
import { EXAMPLES, type Side } from '../testing/procedure-examples.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { plainMember } from '../testing/test-member.ts'
import { asStaff, makeStaff, TEST_PASSWORD } from '../testing/test-staff.ts'
import { appRouter } from './app-router.ts'
import { can, createCallerFactory, router, type TrpcContext } from './trpc.ts'

/** All that may be called without being signed in. A new one is a decision, not an accident. */
const OPEN = ['session.firstRun', 'session.signIn', 'session.state', 'session.useReset']

interface Definition {
  readonly _def: {
    readonly meta?: { readonly need?: Need }
    readonly output?: unknown
    readonly type: string
  }
}
const PROCEDURES = Object.entries(appRouter._def.procedures).map(([name, procedure]) => {
  const { _def } = procedure as unknown as Definition
  return { name, need: _def.meta?.need, output: _def.output, type: _def.type }
})

describe('every procedure', () => {
  it.each(PROCEDURES)(
    '$name declares what it needs, its output, and has an example',
    (procedure) => {
      expect(procedure.need, 'need').toBeDefined()
      expect(procedure.output, 'output').toBeDefined()
      expect(EXAMPLES[procedure.name], 'example input').toBeDefined()
    },
  )

  it('is closed but for sign-in and first run', () => {
    const open = PROCEDURES.filter(({ need }) => need === 'open').map(({ name }) => name)
    expect(open.sort()).toEqual(OPEN)
  })

  it('is known to the examples, and no example outlives its procedure', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(PROCEDURES.map(({ name }) => name).sort())
  })
})

const createCaller = createCallerFactory(appRouter)
const transport = (ctx: Ctx): TrpcContext => ({
  ...ctx,
  language: 'zh',
  session: { set: () => undefined, clear: () => undefined },
  userAgent: 'test',
  firstRunToken: undefined,
})

/** Calls a procedure by its name. @returns the answer, or the code of the refusal */
async function call(ctx: Ctx, name: string, input: unknown) {
  const [group = '', verb = ''] = name.split('.')
  const caller = createCaller(transport(ctx)) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >
  try {
    return { answer: await caller[group]?.[verb]?.(input) }
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error
    if (cause instanceof AppError) return { code: cause.code }
    throw new Error(`${name} failed`, { cause: error })
  }
}

const ANONYMOUS: Actor = {
  kind: 'anonymous',
  permissions: new Set(),
  scope: { kind: 'stores', storeIds: [] },
  name: '',
}

describe('a procedure without a declaration', () => {
  it('is refused, whoever asks', async () => {
    const bare = can('signedIn').meta({ need: undefined })
    const forgetful = router({ forgotten: bare.query(() => 'secret') })
    const everything = {
      kind: 'program',
      permissions: new Set(PERMISSIONS),
      scope: { kind: 'all' },
      name: '',
    } as const
    for (const actor of [ANONYMOUS, everything]) {
      const ctx = transport({ actor } as unknown as Ctx)
      await expect(createCallerFactory(forgetful)(ctx).forgotten()).rejects.toThrow(TRPCError)
    }
  })
})

describeOnBothDatabases('rights', (database) => {
  let ctx: Ctx<Db>
  let own: Side
  let foreign: Side

  /** A message to a member, and one that could not be handed on. */
  const makeUndelivered = async (mark: string, memberUid: string): Promise<string> => {
    const eventId = await inTransaction(ctx, (ctx) =>
      recordEvent(ctx, {
        type: 'member.registered',
        memberUid,
        payload: { memberUid, channel: 'backOffice' },
      }),
    )
    if (eventId === undefined) throw new Error('nobody is told of registrations')
    await ctx.db.outboxDelivery.updateMany({
      where: { eventId },
      data: { status: 'dead', attempts: 8, lastError: `${mark}错误`, finishedAt: ctx.clock.now() },
    })
    await ctx.db.notification.create({
      data: {
        id: randomUUID(),
        eventId,
        event: 'member.registered',
        channel: 'inApp',
        language: 'zh',
        memberUid,
        title: `${mark}通知`,
        body: '欢迎',
        status: 'sent',
        createdAt: ctx.clock.now(),
      },
    })
    return eventId
  }

  const makeSide = async (mark: string, code: string): Promise<Side> => {
    const { id: storeId } = await createStore(ctx, { code, name: `${mark}店` })
    const { id: roleId } = await createRole(ctx, {
      name: `${mark}角色`,
      permissions: [],
      scope: 'own',
    })
    const username = `staff-${code.toLowerCase()}`
    const staffId = await makeStaff(ctx, { username, roleIds: [roleId], storeIds: [storeId] })
    await ctx.db.adminUser.update({ where: { id: staffId }, data: { displayName: `${mark}员工` } })
    await signIn(ctx, { username, password: TEST_PASSWORD }, `${mark}设备`)
    const session = await ctx.db.adminSession.findFirstOrThrow({ where: { adminUserId: staffId } })
    const staff = await asStaff(ctx, staffId)
    const job = await startJob(staff, 'audit.verify', {})
    const view = {
      list: 'members',
      name: `${mark}视图`,
      query: {},
      sharing: 'own',
      roleId: null,
    } as const
    const target = { type: 'store', id: storeId, name: `${mark}记录` } as const
    await inTransaction(ctx, (ctx) => recordAudit(ctx, { action: 'store.update', target, storeId }))
    const audit = await ctx.db.auditEntry.findFirstOrThrow({ where: { targetName: target.name } })
    const memberUid = randomUUID()
    await ctx.db.member.create({
      data: {
        ...plainMember(ctx.clock.now()),
        nickname: `${mark}会员`,
        uid: memberUid,
        memberNo: `6${String(storeId).padStart(11, '0')}`,
        homeStoreId: storeId,
        mobileCipher: ctx.keys.encrypt(
          { table: 'Member', column: 'mobile', row: memberUid },
          '19900000001',
        ),
      },
    })
    const eventId = await makeUndelivered(mark, memberUid)
    const note = await addNote(ctx, { uid: memberUid, text: `${mark}备注` })
    const { id: memberId } = await findMember(ctx, memberUid)
    const now = ctx.clock.now()
    const order = {
      source: 'test',
      orderNo: `${mark}订单`,
      memberId,
      storeId,
      quantity: 1,
      paidFen: 1,
      freightFen: 0,
      paidAt: now,
      businessDate: '2026-03-18',
      lines: [],
    }
    await inTransaction(ctx, (ctx) => bookOrders(ctx, [order]))
    const { id: orderId } = await ctx.db.order.findFirstOrThrow({
      where: { orderNo: order.orderNo },
    })
    const about = {
      business: 'manual',
      businessId: mark,
      reason: `${mark}原因`,
      occurredAt: now,
      explanation: { kind: 'byHand' },
    } as const
    const earn = { do: 'earn', points: 5, isPending: false, expiresOn: null } as const
    const [given] = await inTransaction(ctx, (ctx) =>
      postCommands(ctx, [{ ...earn, memberId, about }]),
    )
    const credit = given && 'answer' in given ? given.answer : undefined
    const file = await receiveFile(staff, {
      kind: 'members',
      name: `${mark}.csv`,
      bytes: bytesOf(Buffer.from(`customerId,mobile\n${mark},19900000001\n`))(),
    })
    const apiKey = await createApiKey(ctx, {
      ...{ name: `${mark}密钥`, scopes: ['members.read'] },
      ...{ source: null, storeId },
    })
    return {
      mark,
      storeId,
      staffId,
      username,
      sessionId: session.id,
      auditId: audit.id,
      jobId: job.id,
      viewId: (await createView(staff, view)).id,
      roleId,
      memberUid,
      memberId,
      eventId,
      noteId: note.id,
      orderId,
      entryId: credit?.entryId ?? '',
      lotId: credit?.lotId ?? '',
      importId: file.id,
      apiKeyId: apiKey.id,
    }
  }

  /** Somebody with the permissions of a role, in a scope. */
  const holder = async (name: string, permissions: readonly Permission[], scope: Scope) => {
    const { id } = await createRole(ctx, { name, permissions: [...permissions], scope })
    const username = `holder-${name}-${scope}`.toLowerCase()
    return makeStaff(ctx, { username, roleIds: [id], storeIds: [own.storeId] })
  }

  beforeAll(async () => {
    ctx = makeTestContext(database())
    await keepBuiltInRoles(ctx)
    await keepTemplates(ctx)
    await makeStaff(ctx, { username: 'chief', roles: ['administrator'] })
    own = await makeSide('本', 'OWN')
    foreign = await makeSide('外', 'FOREIGN')
  })

  const closed = PROCEDURES.filter(({ need }) => need !== 'open')

  it('nobody who is not signed in gets anything but sign-in and first run', async () => {
    for (const { name } of closed) {
      const outcome = await call({ ...ctx, actor: ANONYMOUS }, name, EXAMPLES[name]?.(own))
      expect(outcome, name).toEqual({ code: 'UNAUTHENTICATED' })
    }
  })

  const roles = [...BUILT_IN_ROLES, { code: 'nothing', permissions: [] as Permission[] }]
  const scopes: Scope[] = ['all', 'own']
  const cases = roles.flatMap((role) => scopes.map((scope) => ({ ...role, scope })))

  it.each(cases)(
    '$code in scope $scope may do what the role says, and nothing else',
    async (role) => {
      const id = await holder(role.code, role.permissions, role.scope)
      // What is allowed and how it ends depends on the order of calls; that it is allowed does not.
      for (const { name, need } of closed) {
        const { code } = await call(await asStaff(ctx, id), name, EXAMPLES[name]?.(own))
        const isAllowed = need === 'signedIn' || role.permissions.some((each) => each === need)
        expect(code === 'FORBIDDEN', `${name}: ${code ?? 'done'}`).toBe(!isAllowed)
      }
    },
  )

  it('who sees his own stores finds nothing of another store, by any procedure', async () => {
    const id = await holder('leader', PERMISSIONS, 'own')
    const snapshot = async () =>
      JSON.stringify([
        await ctx.db.store.findUnique({ where: { id: foreign.storeId } }),
        await ctx.db.adminUser.findUnique({
          where: { id: foreign.staffId },
          include: { roles: true, stores: true },
        }),
        await ctx.db.adminSession.findMany({ where: { adminUserId: foreign.staffId } }),
        await ctx.db.savedView.findUnique({ where: { id: foreign.viewId } }),
        await ctx.db.job.findUnique({ where: { id: foreign.jobId } }),
        await ctx.db.outboxDelivery.findMany({ where: { eventId: foreign.eventId } }),
        await ctx.db.member.findUnique({
          where: { uid: foreign.memberUid },
          include: { notes: true },
        }),
        await ctx.db.importFile.findUnique({ where: { id: foreign.importId } }),
        await ctx.db.apiKey.findUnique({ where: { id: foreign.apiKeyId } }),
      ])
    const before = await snapshot()
    for (const { name } of closed) {
      // Roles belong to the company, so a role's own name may be read by all who see roles.
      if (name.startsWith('roles.')) continue
      const { answer } = await call(await asStaff(ctx, id), name, EXAMPLES[name]?.(foreign))
      expect(JSON.stringify(answer ?? '').includes(foreign.mark), name).toBe(false)
    }
    expect(await snapshot()).toBe(before)
  })

  it('who sees all stores finds them all', async () => {
    const id = await holder('overseer', PERMISSIONS, 'all')
    for (const name of ['stores.list', 'staff.list', 'audit.list', 'jobs.list', 'apiKeys.list']) {
      const { answer } = await call(await asStaff(ctx, id), name, EXAMPLES[name]?.(foreign))
      expect(JSON.stringify(answer).includes(foreign.mark), name).toBe(true)
    }
  })
})
